#!/bin/sh
# From a statement to a verdict, on three examples: `make demo` runs this from the top of the checkout.
set -u

show() {
    printf '\n\033[1m$ %s\033[0m\n' "$*"
    "$@"
    code=$?
    if [ "$code" -gt 1 ]; then exit "$code"; fi
}

say() { printf '\n%s\n' "$*"; }

out=build/demo
rm -rf "$out"
mkdir -p "$out"

say '1. A station. Its PICS (Excel) is filled in as far as the configuration keys tell that such a product publishes.'
show certkit pics check examples/station.xlsx --annotate "$out/station-annotated.xlsx"
say 'The plan is blocked: it shows what is decided, what is not, and which cells decide it.'
show certkit plan examples/station.xlsx --only undetermined

say '2. A CSMS. Its PICS (YAML) is complete.'
show certkit pics check examples/csms.yaml
show certkit plan examples/csms.yaml --only optional
say 'Why is this test not for it, and what would change that?'
show certkit explain TC_055 --pics examples/csms.yaml
say 'A worksheet for the laboratory, in random order, and a blank form for the next device.'
show certkit plan examples/csms.yaml --order random --seed 4711 -o "$out/csms-worksheet.xlsx"
show certkit pics new --dut station -o "$out/new-station.xlsx"

say '3. A station that was tested. Its dossier holds the PICS, the record, and every file of evidence.'
cp -r examples/dossier "$out/dossier"
show certkit configuration check "$out/dossier/getconfiguration.json" --pics "$out/dossier/pics.yaml"
show certkit results check "$out/dossier/results.json" --pics "$out/dossier/pics.yaml"
show certkit firmware verify "$out/dossier/ex-22-duo-3.1.0.bin" --record "$out/dossier/record.yaml"
show certkit measure "$out/dossier/messages.log" --pics "$out/dossier/pics.yaml"
show certkit record check "$out/dossier/record.yaml"
say 'The verdict, and the same as a page.'
show certkit assess "$out/dossier/record.yaml"
show certkit assess "$out/dossier/record.yaml" -o "$out/verdict.html"

say '4. The same dossier without its log: incomplete, and what to do about it.'
cp -r "$out/dossier" "$out/without-log"
rm "$out/without-log/messages.log"
show certkit assess "$out/without-log/record.yaml"

say '5. The same dossier with TC_026 failed. First somebody only changes the file; then the change is recorded.'
cp -r "$out/dossier" "$out/failed"
sed '/"TC_026_CS"/{n;s/pass/fail/;}' "$out/dossier/results.json" > "$out/failed/results.json"
show certkit record check "$out/failed/record.yaml"
show certkit record freeze "$out/failed/record.yaml" --force
show certkit assess "$out/failed/record.yaml"
show certkit explain VD-21
say "The files are in $out."
