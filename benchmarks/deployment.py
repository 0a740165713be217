"""Time and memory of `scope draft` on generated Terraform plans.

Run it with the Python that the program is installed for: `python benchmarks/deployment.py`. It prints a line for each
size, and one for a plan of 200 MB, and ends with 1 if a limit of the documentation is broken.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (100, 1_000, 10_000, 20_000)
SECONDS_OF_20_000, SECONDS_OF_200_MB, MEGABYTES = 10, 60, 500
TYPES = ("aws_lambda_function", "aws_instance", "aws_s3_bucket", "aws_iam_role", "aws_dynamodb_table", "aws_sqs_queue")


def write_plan(path: Path, count: int, padding: int = 200) -> int:
    """Write a plan with so many resources, each in planned values, changes and configuration; return its bytes."""

    def named(number: int) -> dict[str, object]:
        type_ = TYPES[number % len(TYPES)]
        name = f"r{number}"
        return {"address": f"{type_}.{name}", "mode": "managed", "type": type_, "name": name}

    values = {
        "description": "x" * padding,
        "tags": {"Name": "generated", "Team": "payments"},
        "vpc_config": [],
        "environment": [{"variables": {f"KEY_{number}": "value" for number in range(10)}}],
        "timeouts": None,
    }
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            '{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":['
        )
        for number in range(count):
            stream.write("," * (number > 0) + json.dumps({**named(number), "values": values, "sensitive_values": {}}))
        stream.write(']}},"resource_changes":[')
        for number in range(count):
            change = {
                "actions": ["create"],
                "before": None,
                "after": values,
                "after_unknown": {"arn": True, "id": True},
                "after_sensitive": {},
            }
            stream.write("," * (number > 0) + json.dumps({**named(number), "change": change}))
        stream.write('],"configuration":{"root_module":{"resources":[')
        for number in range(count):
            entry = {**named(number), "provider_config_key": "aws", "expressions": {}}
            stream.write("," * (number > 0) + json.dumps(entry))
        stream.write("]}}}")
    return path.stat().st_size


def measure(plan: Path) -> tuple[float, float]:
    """Return the seconds and the megabytes that a draft of a plan takes."""
    program = Path(sys.executable).with_name("pcimatrix")
    began = time.perf_counter()
    process = subprocess.Popen([program, "scope", "draft", plan], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, f"{plan}: exit code {os.waitstatus_to_exitcode(status)}"  # noqa: S101
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> int:
    """Measure all sizes and print them; return 1 if a limit is broken."""
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        for count in SIZES:
            size = write_plan(plan, count)
            seconds, megabytes = measure(plan)
            broken |= count == SIZES[-1] and seconds > SECONDS_OF_20_000
            print(f"{count:>7} resources  {size / 1e6:>6.1f} MB  {seconds:>5.1f} s  {megabytes:>4.0f} MB of memory")
        size = write_plan(plan, 75_000, padding=800)
        seconds, megabytes = measure(plan)
        broken |= seconds > SECONDS_OF_200_MB or megabytes > MEGABYTES
        print(f" 75,000 resources  {size / 1e6:>6.1f} MB  {seconds:>5.1f} s  {megabytes:>4.0f} MB of memory")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
