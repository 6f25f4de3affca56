"""What people do with boto3, against the endpoint in AWS_ENDPOINT_URL. Prints one JSON object: what each part saw."""

import datetime
import decimal
import io
import json
import os
import sys
import time
import urllib.request

import boto3
import boto3.dynamodb.conditions
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 2, "mode": "standard"}, s3={"addressing_style": "path"})


def client(name, **more):
    return boto3.client(name, config=config, **more)


def s3():
    bucket = boto3.resource("s3", config=config).create_bucket(
        Bucket="boto-plain", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    content = os.urandom(17 * 1024 * 1024)
    bucket.upload_fileobj(io.BytesIO(content), "deep/big.bin", ExtraArgs={"Metadata": {"who": "boto"}})
    down = io.BytesIO()
    bucket.download_fileobj("deep/big.bin", down)
    plain = client("s3")
    for number in range(25):
        plain.put_object(Bucket="boto-plain", Key=f"many/{number:02d} ä&.txt", Body=f"{number}".encode())
    pages = list(plain.get_paginator("list_objects_v2").paginate(
        Bucket="boto-plain", Prefix="many/", PaginationConfig={"PageSize": 10}))
    head = plain.head_object(Bucket="boto-plain", Key="deep/big.bin")
    part = plain.get_object(Bucket="boto-plain", Key="deep/big.bin", Range="bytes=5-9")["Body"].read()
    link = plain.generate_presigned_url("get_object", Params={"Bucket": "boto-plain", "Key": "many/07 ä&.txt"})
    with urllib.request.urlopen(link) as answer:
        linked = answer.read().decode()
    bucket.objects.filter(Prefix="many/").delete()
    try:
        plain.get_object(Bucket="boto-plain", Key="none")
        missing = None
    except plain.exceptions.NoSuchKey as error:
        missing = error.response["Error"]["Code"]
    expires = datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    plain.put_object(Bucket="boto-plain", Key="deep/expiring", Expires=expires)
    kept = plain.head_object(Bucket="boto-plain", Key="deep/expiring")["Expires"] == expires
    plain.delete_object(Bucket="boto-plain", Key="deep/expiring")
    upload = plain.create_multipart_upload(Bucket="boto-plain", Key="deep/twice")["UploadId"]
    target = {"Bucket": "boto-plain", "Key": "deep/twice", "UploadId": upload}
    tag = plain.upload_part(**target, PartNumber=1, Body=b"x")["ETag"]
    twice = [plain.complete_multipart_upload(**target, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})["ETag"]
             for _ in range(2)]
    plain.delete_object(Bucket="boto-plain", Key="deep/twice")
    return {
        "region": plain.get_bucket_location(Bucket="boto-plain")["LocationConstraint"],
        "expires": kept,
        "completed": twice[0] == twice[1],
        "same": down.getvalue() == content,
        "parts": head["ETag"].strip('"').split("-")[-1],
        "metadata": head["Metadata"],
        "range": part == content[5:10],
        "pages": [page["KeyCount"] for page in pages],
        "last": pages[-1]["Contents"][-1]["Key"],
        "presigned": linked,
        "left": [each.key for each in bucket.objects.all()],
        "missing": missing,
    }


def sqs():
    queue = boto3.resource("sqs", config=config).create_queue(QueueName="boto")
    sent = queue.send_messages(Entries=[
        {"Id": str(number), "MessageBody": f"m{number}",
         "MessageAttributes": {"n": {"DataType": "Number", "StringValue": str(number)}}} for number in range(10)])
    bodies = []
    for _ in range(5):
        for message in queue.receive_messages(MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]):
            bodies.append([message.body, message.message_attributes["n"]["StringValue"]])
            message.delete()
        if len(bodies) == 10:
            break
    return {"sent": len(sent["Successful"]), "received": sorted(bodies)}


def glue():
    plain = client("glue")
    plain.create_database(DatabaseInput={"Name": "boto"})
    storage = {"Columns": [{"Name": "n", "Type": "int"}], "Location": "s3://boto-plain/table/",
               "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
               "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
               "SerdeInfo": {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"}}
    for name in ("a", "b", "c"):
        plain.create_table(DatabaseName="boto", TableInput={
            "Name": name, "StorageDescriptor": storage, "PartitionKeys": [{"Name": "day", "Type": "date"}]})
    days = [{"Values": [f"2026-11-{day:02d}"], "StorageDescriptor": storage} for day in range(1, 21)]
    created = plain.batch_create_partition(DatabaseName="boto", TableName="a", PartitionInputList=days)
    again = plain.batch_create_partition(DatabaseName="boto", TableName="a", PartitionInputList=days[:2])
    pages = plain.get_paginator("get_partitions").paginate(
        DatabaseName="boto", TableName="a", Expression="day >= '2026-11-11'", PaginationConfig={"PageSize": 4})
    found = [each["Values"][0] for page in pages for each in page["Partitions"]]
    try:
        plain.get_table(DatabaseName="boto", Name="none")
        missing = None
    except plain.exceptions.EntityNotFoundException as error:
        missing = error.response["Error"]["Code"]
    return {
        "tables": [table["Name"] for page in plain.get_paginator("get_tables").paginate(DatabaseName="boto")
                   for table in page["TableList"]],
        "errors": created["Errors"],
        "again": [each["ErrorDetail"]["ErrorCode"] for each in again["Errors"]],
        "partitions": sorted(found),
        "missing": missing,
    }


def wait(athena, started):
    while True:
        execution = athena.get_query_execution(QueryExecutionId=started["QueryExecutionId"])["QueryExecution"]
        if execution["Status"]["State"] not in ("QUEUED", "RUNNING"):
            return execution
        time.sleep(0.1)


def athena():
    plain = client("athena")
    group = sys.argv[1]
    sql = "SELECT n, cast(n AS decimal(10, 2)) / 3 AS third FROM UNNEST(sequence(1, 2500)) AS t (n) WHERE n > ? ORDER BY n"
    started = plain.start_query_execution(QueryString=sql, WorkGroup=group, ExecutionParameters=["100"])
    done = wait(plain, started)
    pages = list(plain.get_paginator("get_query_results").paginate(QueryExecutionId=started["QueryExecutionId"]))
    rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
    place = done["ResultConfiguration"]["OutputLocation"].removeprefix("s3://").split("/", 1)
    lines = client("s3").get_object(Bucket=place[0], Key=place[1])["Body"].read().decode().splitlines()
    failed = wait(plain, plain.start_query_execution(QueryString="SELECT strftime('%Y', now())", WorkGroup=group))
    return {
        "state": done["Status"]["State"],
        "submitted": done["Status"]["SubmissionDateTime"] <= datetime.datetime.now(datetime.timezone.utc),
        "pages": [len(page["ResultSet"]["Rows"]) for page in pages],
        "first": rows[:2],
        "last": rows[-1],
        "csv": [len(lines), lines[0], lines[1]],
        "types": [each["Type"] for each in pages[0]["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]],
        "failed": [failed["Status"]["State"], failed["Status"]["AthenaError"]["ErrorCategory"]],
        "reason": failed["Status"]["StateChangeReason"],
    }


def cloudwatch():
    plain = client("cloudwatch")
    now = datetime.datetime.now(datetime.timezone.utc)
    dimensions = [{"Name": "who", "Value": "boto"}]
    plain.put_metric_data(Namespace="Boto", MetricData=[
        {"MetricName": "Tries", "Dimensions": dimensions, "Value": value, "Unit": "Count", "Timestamp": now}
        for value in (1.5, 2.5)])
    window = {"StartTime": now - datetime.timedelta(minutes=10), "EndTime": now + datetime.timedelta(minutes=10)}
    statistics = plain.get_metric_statistics(Namespace="Boto", MetricName="Tries", Dimensions=dimensions, Period=60,
                                             Statistics=["Sum", "Maximum"], **window)
    data = plain.get_metric_data(MetricDataQueries=[{"Id": "m", "MetricStat": {
        "Metric": {"Namespace": "Boto", "MetricName": "Tries", "Dimensions": dimensions}, "Period": 60, "Stat": "Average"}}],
        **window)
    return {
        "metrics": [each["MetricName"] for page in plain.get_paginator("list_metrics").paginate(Namespace="Boto")
                    for each in page["Metrics"]],
        "points": [[each["Sum"], each["Maximum"]] for each in statistics["Datapoints"]],
        "data": data["MetricDataResults"][0]["Values"],
    }


def logs():
    plain = client("logs")
    plain.create_log_group(logGroupName="/boto")
    plain.create_log_stream(logGroupName="/boto", logStreamName="s")
    at = int(time.time() * 1000)
    plain.put_log_events(logGroupName="/boto", logStreamName="s", logEvents=[
        {"timestamp": at + number, "message": json.dumps({"level": "INFO" if number % 10 else "ERROR", "n": number})}
        for number in range(120)])
    pages = plain.get_paginator("filter_log_events").paginate(
        logGroupName="/boto", filterPattern='{ $.level = "ERROR" }', PaginationConfig={"PageSize": 5})
    found = [json.loads(each["message"])["n"] for page in pages for each in page["events"]]
    return {"found": found}


def dynamodb():
    table = boto3.resource("dynamodb", config=config).create_table(
        TableName="boto", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "n", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}])
    table.wait_until_exists()
    with table.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"id": "a", "n": number, "half": decimal.Decimal(number) / 2, "tags": {"x", "y"}})
    condition = boto3.dynamodb.conditions.Key("id").eq("a") & boto3.dynamodb.conditions.Key("n").gt(26)
    items = table.query(KeyConditionExpression=condition)["Items"]
    try:
        table.put_item(Item={"id": "a", "n": 1}, ConditionExpression="attribute_not_exists(id)")
        refused = None
    except ClientError as error:
        refused = error.response["Error"]["Code"]
    return {"halves": [str(each["half"]) for each in items], "count": table.scan()["Count"], "refused": refused}


def kinesis():
    plain = client("kinesis")
    plain.create_stream(StreamName="boto", ShardCount=1)
    plain.get_waiter("stream_exists").wait(StreamName="boto", WaiterConfig={"Delay": 1})
    put = plain.put_records(StreamName="boto", Records=[
        {"Data": f"r{number}".encode(), "PartitionKey": "k"} for number in range(20)])
    shard = plain.list_shards(StreamName="boto")["Shards"][0]["ShardId"]
    iterator = plain.get_shard_iterator(StreamName="boto", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = plain.get_records(ShardIterator=iterator["ShardIterator"], Limit=100)["Records"]
    return {"failed": put["FailedRecordCount"], "data": [each["Data"].decode() for each in records]}


def identity():
    assumed = boto3.Session().client("sts", config=config)
    role = client("iam").create_role(RoleName="boto", AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                "Principal": {"AWS": "arn:aws:iam::000000000000:root"}}]}))
    session = assumed.assume_role(RoleArn=role["Role"]["Arn"], RoleSessionName="session")["Credentials"]
    keys = {"aws_access_key_id": session["AccessKeyId"], "aws_secret_access_key": session["SecretAccessKey"],
            "aws_session_token": session["SessionToken"]}
    said = {}
    for name, call in {
        "glue": lambda: client("glue", **keys).get_databases(),
        "s3": lambda: client("s3", **keys).list_buckets(),
        "sqs": lambda: client("sqs", **keys).list_queues(),
        "lambda": lambda: client("lambda", **keys).list_functions(),
    }.items():
        try:
            call()
            said[name] = "allowed"
        except ClientError as error:
            said[name] = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    return {"said": said, "hours": round((session["Expiration"] - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 3600)}


def main():
    parts = (s3, sqs, glue, athena, cloudwatch, logs, dynamodb, kinesis, identity)
    json.dump({"botocore": botocore.__version__, **{part.__name__: part() for part in parts}}, sys.stdout)


main()
