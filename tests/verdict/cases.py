"""All named cases of the verdict: CERTIFICATION changes the dossier of examples/, DECLARATION the declaration run."""

from tests.verdict.cases_declaration import DECLARED
from tests.verdict.cases_evidence import AGREEMENT, RECORD, STATEMENT
from tests.verdict.cases_history import DECISIONS, INCIDENTS
from tests.verdict.cases_run import RUNS

CERTIFICATION = [*RUNS, *INCIDENTS, *DECISIONS, *STATEMENT, *RECORD, *AGREEMENT]
DECLARATION = DECLARED
