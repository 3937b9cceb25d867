from certkit.api import (
    assess_dossier as assess_dossier,
)
from certkit.api import (
    measure_logs as measure_logs,
)
from certkit.api import (
    read_configuration as read_configuration,
)
from certkit.api import (
    read_foreign_pics as read_foreign_pics,
)
from certkit.api import (
    read_pics as read_pics,
)
from certkit.api import (
    read_record as read_record,
)
from certkit.api import (
    read_results as read_results,
)
from certkit.api import (
    verify_document as verify_document,
)
from certkit.attestation.rederive import Difference as Difference
from certkit.attestation.rederive import rederive as rederive
from certkit.attestation.v1.read import read_attestation as read_attestation
from certkit.comparison.derive import compare as compare
from certkit.configuration.check import check_configuration as check_configuration
from certkit.configuration.derive import Extract as Extract
from certkit.configuration.derive import extract as extract
from certkit.configuration.model import Configuration as Configuration
from certkit.edition.rulebook import (
    DEFAULT_EDITION as DEFAULT_EDITION,
)
from certkit.edition.rulebook import (
    Rulebook as Rulebook,
)
from certkit.edition.rulebook import (
    load_edition as load_edition,
)
from certkit.errors import (
    CertkitError as CertkitError,
)
from certkit.errors import (
    RulebookError as RulebookError,
)
from certkit.errors import (
    UnknownName as UnknownName,
)
from certkit.errors import (
    UnreadableFile as UnreadableFile,
)
from certkit.explanation.derive import explain as explain
from certkit.finding import Finding as Finding
from certkit.finding import Place as Place
from certkit.finding import Severity as Severity
from certkit.firmware.check import check_firmware as check_firmware
from certkit.firmware.check import read_stated_hash as read_stated_hash
from certkit.firmware.model import Firmware as Firmware
from certkit.firmware.model import StatedHash as StatedHash
from certkit.firmware.read import hash_firmware as hash_firmware
from certkit.measurement.model import Measurement as Measurement
from certkit.measurement.model import Measurements as Measurements
from certkit.pics.check import check_pics as check_pics
from certkit.pics.model import Pics as Pics
from certkit.plan.derive import in_random_order as in_random_order
from certkit.plan.derive import make_plan as make_plan
from certkit.plan.derive import run_sequence as run_sequence
from certkit.plan.model import PlannedTestCase as PlannedTestCase
from certkit.plan.model import Status as Status
from certkit.plan.model import TestPlan as TestPlan
from certkit.record.check import check_record as check_record
from certkit.record.model import Record as Record
from certkit.record.requirements import Effect as Effect
from certkit.record.requirements import Shown as Shown
from certkit.record.requirements import ShownRequirement as ShownRequirement
from certkit.results.check import check_results as check_results
from certkit.results.expected import Expected as Expected
from certkit.results.model import Result as Result
from certkit.results.model import Results as Results
from certkit.verdict.dossier import Dossier as Dossier
from certkit.verdict.model import Outcome as Outcome
from certkit.verdict.model import Reason as Reason
from certkit.verdict.model import Verdict as Verdict
from certkit.verification.model import Step as Step
from certkit.verification.model import StepStatus as StepStatus
from certkit.verification.model import Verification as Verification

__all__: list[str]
