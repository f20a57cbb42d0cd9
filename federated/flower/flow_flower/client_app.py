"""A client that trains by `flow client`, whatever the strategy of the server."""

from flwr.app import Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp

from flow_flower import flow_client

app = ClientApp()


@app.train()
def train(message: Message, context: Context) -> Message:
    """One round. `partition-id` of the node is the number of the client."""
    settings = {**context.run_config, **context.node_config}
    arrays, known = flow_client.train(
        settings["flow"],
        settings["experiment"],
        client=settings["partition-id"],
        server_round=message.content["config"]["server-round"] - 1,
        weights=message.content["arrays"],
    )
    metrics = MetricRecord(
        {
            "num-examples": float(known["num_examples"]),
            "loss": float(known["loss"]),
        }
    )
    content = RecordDict({"arrays": arrays, "metrics": metrics})
    return Message(content=content, reply_to=message)
