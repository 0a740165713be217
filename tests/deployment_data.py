"""Plans, states and templates that tests of deployments make, after the documented formats."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from paths import CASES, ROOT

DEPLOYMENT = CASES / "deployment"
SAM = (ROOT / "examples/deployment/payment.yaml", ROOT / "examples/deployment/reporting.yaml")
CDK = DEPLOYMENT / "cdk.out"


def resource(
    address: str, values: Mapping[str, Any] | None = None, *, actions: Iterable[str] = ("create",), **more: Any
) -> dict[str, Any]:
    """Return a resource change: `module.a.aws_instance.web[0]` has the type `aws_instance`."""
    type_, name = re.sub(r"\[[^]]*\]", "", address).split(".")[-2:]
    change = {
        "actions": list(actions),
        "before": dict(values or {}),
        "after": None if list(actions) in (["delete"], ["forget"]) else dict(values or {}),
        "after_unknown": more.pop("unknown", {}),
        "after_sensitive": more.pop("sensitive", {}),
    }
    return {"address": address, "mode": "managed", "type": type_, "name": name, "change": change, **more}


def plan(*resources: Mapping[str, Any], version: str = "1.2", **more: Any) -> dict[str, Any]:
    """Return a plan with these changes, and its planned values beside them."""
    planned = [
        {key: each[key] for key in ("address", "mode", "type", "name")}
        | {"values": each["change"]["after"], "sensitive_values": {}}
        for each in resources
        if each["change"]["after"] is not None
    ]
    return {
        "format_version": version,
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": list(resources),
        **more,
    }


def write(path: Path, values: Any) -> Path:
    """Write values as JSON, into a new file: a file system may wait for its disk when one is overwritten."""
    path.unlink(missing_ok=True)
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


PAYMENT = (
    "aws_lambda_function.pay",
    "aws_lambda_function.fees",
    "aws_sfn_state_machine.flow",
    "aws_dynamodb_table.cache",
    "aws_api_gateway_rest_api.api",
    "aws_cloudfront_distribution.pages",
    "aws_cognito_user_pool.users",
    "aws_sqs_queue.dead_letters",
    "aws_sns_topic.notices",
    "aws_sesv2_email_identity.receipts",
    "aws_s3_bucket.site",
    "aws_iam_role.pay",
)
REPORTING = ("aws_lambda_function.report", "aws_dynamodb_table.reports", "aws_api_gateway_rest_api.api")
