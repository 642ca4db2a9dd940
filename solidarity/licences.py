"""The licences that the site's open data may have."""

from django.db import models


class Licence(models.TextChoices):
    """A licence for open data, by its SPDX identifier (https://spdx.org/licenses/). Its label is not translated."""

    CC_BY = "CC-BY-4.0", "Creative Commons Attribution 4.0 (CC BY 4.0)"
    CC0 = "CC0-1.0", "Creative Commons Zero 1.0 (CC0)"
    ODBL = "ODbL-1.0", "Open Database License 1.0 (ODbL)"
    ETALAB = "etalab-2.0", "Licence Ouverte 2.0 (Etalab)"

    @property
    def url(self):
        """The URL of the licence's text."""
        return {
            Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
            Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
            Licence.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
            Licence.ETALAB: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        }[self]

    @property
    def authority_url(self):
        """The licence's URI in the EU's authority table, which DCAT-AP requires; else the URL of its text."""
        code = {Licence.CC_BY: "CC_BY_4_0", Licence.CC0: "CC0", Licence.ODBL: "ODC_BL"}.get(self)
        return f"http://publications.europa.eu/resource/authority/licence/{code}" if code else self.url

    @property
    def asks_for_attribution(self):
        """Whether users of the data must name the source."""
        return self != Licence.CC0
