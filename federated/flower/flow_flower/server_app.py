"""A strategy of Flower's over clients that train by `flow client`."""

from flwr.app import Context
from flwr.serverapp import Grid, ServerApp, strategy

from flow_flower import flow_client, safetensors

app = ServerApp()


@app.main()
def main(grid: Grid, context: Context) -> None:
    """Begins with the weights that the experiment begins with and leaves those after
    the last round in the file `out`."""
    settings = context.run_config
    clients = settings["clients"]
    initial, _ = flow_client.train(settings["flow"], settings["experiment"])
    result = getattr(strategy, settings["strategy"])(
        fraction_evaluate=0.0,
        min_train_nodes=clients,
        min_available_nodes=clients,
    ).start(grid=grid, initial_arrays=initial, num_rounds=settings["rounds"])
    for server_round, metrics in result.train_metrics_clientapp.items():
        print(f"round {server_round}: loss {metrics['loss']:.4g}")
    safetensors.write(settings["out"], flow_client.to_tensors(result.arrays))
