"""The lake that the environment names: this machine's by default, one on AWS with LAKE_STAGE, as the `lake` command has it."""

import os

import pandas as pd
from pyathena import connect
from pyathena.pandas.cursor import PandasCursor

STAGE = os.environ.get("LAKE_STAGE", "local")
PREFIX = os.environ.get("LAKE_PREFIX", "tributary")

# Databases of what landed and of what was made of it, as shared/names.yml names them
RAW = f"{PREFIX}_raw_{STAGE}"
LAKE = f"{PREFIX}_lake_{STAGE}"

# On AWS profile, role and region are boto3's to find; the local cloud has one administrator
ACCOUNT = {}
if STAGE == "local":
    # A client of S3 takes its address from the environment alone
    os.environ.setdefault("AWS_ENDPOINT_URL", f"http://127.0.0.1:{os.environ.get('LAKE_PORT', '4566')}")
    ACCOUNT = {"region_name": "eu-west-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}


def read(sql: str, **parameters) -> pd.DataFrame:
    """The rows of a SELECT in the lake's database. %(name)s is a parameter: text, number, date, time or a list of them, written as literals of their types; %% is a percent sign."""
    with connect(schema_name=LAKE, work_group=f"{PREFIX}-{STAGE}", cursor_class=PandasCursor, **ACCOUNT) as lake:
        return lake.cursor().execute(sql, parameters).as_pandas()
