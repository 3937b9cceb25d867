"""All named cases of the verdict: CERTIFICATION changes the dossier of examples/, DECLARATION the declaration run."""

from tests.assessment.cases_declaration import DECLARED
from tests.assessment.cases_evidence import AGREEMENT, RECORD, STATEMENT
from tests.assessment.cases_history import DECISIONS, INCIDENTS
from tests.assessment.cases_run import RUNS

CERTIFICATION = [*RUNS, *INCIDENTS, *DECISIONS, *STATEMENT, *RECORD, *AGREEMENT]
DECLARATION = DECLARED
