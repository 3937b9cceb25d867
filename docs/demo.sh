#!/bin/sh
# From a PICS to a verdict and to certificates: `make demo` runs this from the top of the checkout.
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

say '1. A station. Its PICS (Excel) has only the answers that published configuration keys give.'
show certkit pics check examples/station.xlsx --annotate "$out/station-annotated.xlsx"
say 'The plan is blocked: it shows which test cases are undetermined, and which cells decide them.'
show certkit plan examples/station.xlsx --only undetermined

say '2. A CSMS. Its PICS (YAML) is complete.'
show certkit pics check examples/csms.yaml
show certkit plan examples/csms.yaml --only optional
say 'Why does this test not apply, and what would change that?'
show certkit explain TC_055 --pics examples/csms.yaml
say 'A worksheet for the laboratory, in random order, and a blank form for the next device.'
show certkit plan examples/csms.yaml --order random --seed 4711 -o "$out/csms-worksheet.xlsx"
show certkit pics new --dut station -o "$out/new-station.xlsx"

say '3. A tested station. Its dossier has the PICS, the record, and every file of evidence.'
cp -r examples/dossier "$out/dossier"
show certkit configuration check "$out/dossier/getconfiguration.json" --pics "$out/dossier/pics.yaml"
show certkit results check "$out/dossier/results.json" --pics "$out/dossier/pics.yaml"
show certkit firmware verify "$out/dossier/ex-22-duo-3.1.0.bin" --record "$out/dossier/record.yaml"
show certkit measure "$out/dossier/messages.log" --pics "$out/dossier/pics.yaml"
show certkit record check "$out/dossier/record.yaml"
say 'The verdict, as text and as a page.'
show certkit assess "$out/dossier/record.yaml"
show certkit assess "$out/dossier/record.yaml" -o "$out/verdict.html"

say '4. The same dossier without its log: incomplete, and what to do about it.'
cp -r "$out/dossier" "$out/without-log"
rm "$out/without-log/messages.log"
show certkit assess "$out/without-log/record.yaml"

say '5. The same dossier with TC_026 failed. First the file changes; then the change is recorded.'
cp -r "$out/dossier" "$out/failed"
sed '/"TC_026_CS"/{n;s/pass/fail/;}' "$out/dossier/results.json" > "$out/failed/results.json"
show certkit record check "$out/failed/record.yaml"
show certkit record freeze "$out/failed/record.yaml" --force
show certkit assess "$out/failed/record.yaml"
show certkit explain VD-21

say '6. Keys for a rehearsal, one for each role, and a time-stamp authority. Every page of the documents is marked REHEARSAL.
Otherwise they are like official ones, with time stamps and CRLs, at level B-LT or B-LTA.'
mkdir "$out/attested"
cp -r examples/family "$out/attested"
cd "$out/attested" || exit
show certkit pki init --test rehearsal
CERTKIT_PASSPHRASE=$(cat rehearsal/passphrase.txt)
export CERTKIT_PASSPHRASE

say '7. A product family. The laboratory signs the report on the representative product, and the certification body certifies it.'
show certkit report family/representative/record.yaml --key file:rehearsal/laboratory.p12 --tsa file:rehearsal/tsa \
    --trust rehearsal/trust -o report.pdf
show certkit certify report.pdf --id EX-CERT-0001 --key file:rehearsal/certification-body.p12 --tsa file:rehearsal/tsa \
    --trust rehearsal/trust -o certificate.pdf
say 'The test tool signs the declaration of another member. Its certificate is based on it and on the first certificate.'
show certkit declare family/member/record.yaml --key file:rehearsal/test-tool.p12 --tsa file:rehearsal/tsa \
    --trust rehearsal/trust -o declaration.pdf
show certkit certify declaration.pdf --representative certificate.pdf --key file:rehearsal/certification-body.p12 \
    --tsa file:rehearsal/tsa --trust rehearsal/trust -o member.pdf

say '8. Anyone can verify, offline: the signature, and plan and verdict, which are derived again from the evidence inside.'
show certkit verify certificate.pdf --trust rehearsal/trust --offline --rehearsal
say 'All four at once: they are also compared with each other.'
show certkit verify certificate.pdf report.pdf member.pdf declaration.pdf --trust rehearsal/trust --offline --rehearsal
say 'The firmware of a delivered station, compared with its certificate.'
show certkit firmware verify family/representative/ex-22-duo-3.1.0.bin --against certificate.pdf --trust rehearsal/trust \
    --offline --rehearsal

say '9. A copy of the certificate gets another number: it is refused.'
LC_ALL=C sed 's/EX-CERT-0001/EX-CERT-0002/' certificate.pdf > tampered.pdf
show certkit verify tampered.pdf --trust rehearsal/trust --offline --rehearsal
say "The files are in $out."
