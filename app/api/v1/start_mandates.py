"""POST /bulk/mandates"""

from app.api.operations import answers_rows
from app.api.v1.start_mandate import start_mandate

answers_rows("startMandates", start_mandate)
