using System.Diagnostics;
using TriageBot.Service.Tests.Servers;

namespace TriageBot.Service.Tests.Running;

/// <summary>The program as a process of its own, in a folder of its own.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly ServerFolder _folder = new();
    private Process? _service;
    private Task<string> _said = Task.FromResult("");

    /// <summary>Settings, by their names.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public string PathOf(string name) => _folder.PathOf(name);

    public string Write(string name, string content) => _folder.Write(name, content);

    /// <summary>Starts <c>run</c>.</summary>
    public void Serve()
    {
        _service = Start(["run"]);
        _said = ReadAsync(_service);
    }

    /// <summary>Asks the service to end, as systemd does.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public async Task<(int Code, string Said)> StopAsync(CancellationToken cancellationToken)
    {
        await ServerProcess.RunAsync("/bin/kill", "-TERM", $"{_service!.Id}");
        await _service.WaitForExitAsync(cancellationToken);
        return (_service.ExitCode, await _said);
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Said)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using Process process = Start(arguments);
        string said = await ReadAsync(process);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, said);
    }

    /// <summary>Asks until the answer is right.</summary>
    /// <returns>The last answer; empty when there was none.</returns>
    public async Task<string> AskAsync(int port, string path, Func<string, bool> isRight, CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        string answer = "";
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < s_patience && _service is { HasExited: false }; await Task.Delay(200, cancellationToken))
        {
            try
            {
                using HttpResponseMessage response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"), cancellationToken);
                answer = await response.Content.ReadAsStringAsync(cancellationToken);
                if (isRight(answer))
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // It is not up yet.
            }
        }

        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is { HasExited: false })
        {
            _service.Kill();
            await _service.WaitForExitAsync();
        }

        _service?.Dispose();
        _folder.Dispose();
    }

    private Process Start(string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TriageBot.Bot");
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string key, string value) in Settings)
        {
            start.Environment[key.StartsWith("NOTIFY", StringComparison.Ordinal) ? key : "TRIAGEBOT_" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return Process.Start(start)!;
    }

    private static async Task<string> ReadAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        return await output + await error;
    }
}
