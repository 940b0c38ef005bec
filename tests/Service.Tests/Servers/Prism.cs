using TriageBot.TestSupport;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A proxy that holds every request and every answer against GitHub's own description of its API.</summary>
internal sealed class Prism : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private Prism(ServerProcess process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Address { get; }

    /// <summary>What it logged; violations stand there.</summary>
    public string Said => _process.Said;

    public static async Task<Prism> StartAsync(Uri upstream)
    {
        await ServerProcess.RunAsync("bash", Repository.PathOf("tests", "Service.Tests", "node", "install"));
        int port = ServerProcess.FreePort();
        ServerProcess process = await ServerProcess.StartAsync(
            "node",
            [
                Repository.PathOf("artifacts", "node", "node_modules", ".bin", "prism"), "proxy", Repository.PathOf("artifacts", "node", "github.json"),
                upstream.AbsoluteUri.TrimEnd('/'), "--port", port.ToString(), "--errors",
            ],
            port);
        return new Prism(process, port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
