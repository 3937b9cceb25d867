#!/bin/sh
# The main job on two examples: `make demo` runs this from the top of the checkout.
set -u

show() {
    printf '\n\033[1m$ %s\033[0m\n' "$*"
    "$@"
    code=$?
    if [ "$code" -gt 1 ]; then exit "$code"; fi
}

say() { printf '\n%s\n' "$*"; }

out=build/demo
mkdir -p "$out"

say '1. A station. Its PICS (Excel) is filled in as far as the configuration keys tell that such a product publishes.'
show certkit pics check examples/station.xlsx --annotate "$out/station-annotated.xlsx" --force
say 'The plan is blocked: it shows what is decided, what is not, and which cells decide it.'
show certkit plan examples/station.xlsx --only undetermined

say '2. A CSMS. Its PICS (YAML) is complete.'
show certkit pics check examples/csms.yaml
show certkit plan examples/csms.yaml
say 'Why is this test not for it, and what would change that?'
show certkit explain TC_055 --pics examples/csms.yaml

say '3. A worksheet for the laboratory, in random order, and a blank form for the next device.'
show certkit plan examples/csms.yaml --order random --seed 4711 -o "$out/csms-worksheet.xlsx" --force
show certkit pics new --dut station -o "$out/new-station.xlsx" --force
say "The files are in $out."
