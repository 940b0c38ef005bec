using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A server that a test started. It is stopped by its own process id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Starts a program and waits until it takes connections.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not answer; the message has what it said.</exception>
    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, int port, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach ((string key, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        ServerProcess server = new(Start(start));
        server.Listen();
        if (!await AnswersAsync(port, () => server._process.HasExited))
        {
            string said = server.Said;
            await server.DisposeAsync();
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} does not answer on port {port}:\n{said}");
        }

        return server;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}:\n{await output}{await error}");
    }

    /// <summary>Whether a port takes connections, asked until it does or patience ends.</summary>
    public static async Task<bool> AnswersAsync(int port, Func<bool> isOver)
    {
        long started = Stopwatch.GetTimestamp();
        while (!isOver() && Stopwatch.GetElapsedTime(started) < s_patience)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    /// <summary>A port of the loopback interface that nobody uses now.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What it wrote to its outputs so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName} cannot be started: {e.Message}. tests/run installs what the tests need.", e);
        }
    }

    private void Listen()
    {
        void Note(object sender, DataReceivedEventArgs e)
        {
            lock (_said)
            {
                _said.AppendLine(e.Data);
            }
        }

        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }
}
