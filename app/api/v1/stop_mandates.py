"""POST /bulk/mandate-stops"""

from app.api.operations import answers_rows
from app.api.v1.stop_mandate import stop

answers_rows("stopMandates", stop)
