"""For which enterprise is asked, and whom."""

from app.web.wizards.give.forms import giver as own_parties
from app.web.wizards.give.forms import holder as search


class HolderForm(own_parties.GiverForm):
    """One of the enterprises for which the person may decide: the one that would act for the other."""


class GiverForm(search.HolderForm):
    """The enterprise that is asked: the same search, with other words when somebody finds himself."""

    own = "Dit is uw eigen onderneming. Kies de onderneming waarvoor u iets wilt doen."
