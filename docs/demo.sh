#!/bin/sh
# From a statement to a verdict, and on to certificates: `make demo` runs this from the top of the checkout.
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

say '6. Keys to rehearse with, one for each role, and a time-stamp authority. What they seal is marked REHEARSAL on every
page, and otherwise as an official document is: with time stamps and revocation lists, B-LT or B-LTA.'
mkdir "$out/attested"
cp -r examples/family "$out/attested"
cd "$out/attested" || exit
show certkit pki init --test rehearsal
CERTKIT_PASSPHRASE=$(cat rehearsal/passphrase.txt)
export CERTKIT_PASSPHRASE

say '7. A product family. The laboratory seals its report on the representative product, and the body certifies it.'
show certkit report family/representative/record.yaml --key file:rehearsal/laboratory.p12 --tsa file:rehearsal/tsa \
    --trust rehearsal/trust -o report.pdf
show certkit certify report.pdf --id EX-CERT-0001 --key file:rehearsal/certification-body.p12 --tsa file:rehearsal/tsa \
    --trust rehearsal/trust -o certificate.pdf
say 'The test tool seals the declaration of another member; on it and the first certificate stands the second.'
show certkit declare family/member/record.yaml --key file:rehearsal/test-tool.p12 --tsa file:rehearsal/tsa \
    --trust rehearsal/trust -o declaration.pdf
show certkit certify declaration.pdf --representative certificate.pdf --key file:rehearsal/certification-body.p12 \
    --tsa file:rehearsal/tsa --trust rehearsal/trust -o member.pdf

say '8. Anyone verifies, offline: the seal, and that plan and verdict follow from the evidence inside.'
show certkit verify certificate.pdf --trust rehearsal/trust --offline --rehearsal
say 'All four at once; what each says of the others is compared, too.'
show certkit verify certificate.pdf report.pdf member.pdf declaration.pdf --trust rehearsal/trust --offline --rehearsal
say 'The firmware of a delivered station, held against its certificate.'
show certkit firmware verify family/representative/ex-22-duo-3.1.0.bin --against certificate.pdf --trust rehearsal/trust \
    --offline --rehearsal

say '9. Somebody gives a copy of the certificate another number: refused.'
LC_ALL=C sed 's/EX-CERT-0001/EX-CERT-0002/' certificate.pdf > tampered.pdf
show certkit verify tampered.pdf --trust rehearsal/trust --offline --rehearsal
say "The files are in $out."
