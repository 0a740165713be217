"""How an entity validates: by a Report on Compliance (ROC) or by a self-assessment questionnaire (SAQ)."""

from enum import StrEnum


class Validation(StrEnum):
    """The report by which an entity validates."""

    ROC = "roc"
    SAQ_A = "saq-a"
    SAQ_A_EP = "saq-a-ep"
    SAQ_B = "saq-b"
    SAQ_B_IP = "saq-b-ip"
    SAQ_C = "saq-c"
    SAQ_C_VT = "saq-c-vt"
    SAQ_P2PE = "saq-p2pe"
    SAQ_D_MERCHANT = "saq-d-merchant"
    SAQ_D_SERVICE_PROVIDER = "saq-d-service-provider"

    @property
    def questionnaire(self) -> str | None:
        """The questionnaire's id, as `--saq` takes it; None for a ROC."""
        return SAQS.get(self)

    @property
    def is_for_service_providers(self) -> bool | None:
        """Whether it is for service providers alone (True) or for merchants alone (False); None for a ROC."""
        return None if self is Validation.ROC else self is Validation.SAQ_D_SERVICE_PROVIDER


SAQS: dict[Validation, str] = {
    Validation.SAQ_A: "A",
    Validation.SAQ_A_EP: "A-EP",
    Validation.SAQ_B: "B",
    Validation.SAQ_B_IP: "B-IP",
    Validation.SAQ_C: "C",
    Validation.SAQ_C_VT: "C-VT",
    Validation.SAQ_P2PE: "P2PE",
    Validation.SAQ_D_MERCHANT: "D-merchant",
    Validation.SAQ_D_SERVICE_PROVIDER: "D-service-provider",
}
"""The questionnaires by the ids that the PCI SSC's names give; the data has these ids, as a test says."""
