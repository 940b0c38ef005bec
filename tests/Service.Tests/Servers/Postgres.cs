namespace TriageBot.Service.Tests.Servers;

/// <summary>A PostgreSQL of our own. It refuses root, so that as root it runs as the user that Debian's package makes.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string User = "triagebot";

    private readonly ServerFolder _folder = new();
    private ServerProcess? _process;

    public int Port { get; } = ServerProcess.FreePort();

    public async Task StartAsync()
    {
        string data = _folder.PathOf("data");
        Directory.CreateDirectory(data);
        if (Environment.UserName == "root")
        {
            await ServerProcess.RunAsync("chown", "postgres", data, _folder.Path);
        }

        (string program, string[] arguments) = AsUser($"{Programs}/initdb", "-D", data, "-U", User, "--auth=trust", "-N", "-E", "UTF8", "--locale=C");
        await ServerProcess.RunAsync(program, arguments);
        (program, arguments) = AsUser($"{Programs}/postgres", "-D", data, "-p", $"{Port}", "-k", _folder.Path, "-h", "127.0.0.1", "-c", "max_connections=200");
        _process = await ServerProcess.StartAsync(program, arguments, Port);

        // The port takes connections before the database takes work.
        await ServerProcess.RunAsync("timeout", "60", "bash", "-c", $"until {Programs}/pg_isready -q -h 127.0.0.1 -p {Port}; do sleep 0.1; done");
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> CreateAsync(string name)
    {
        await ServerProcess.RunAsync($"{Programs}/createdb", "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, name);
        return $"Host=127.0.0.1;Port={Port};Username={User};Database={name};Maximum Pool Size=20";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static (string Program, string[] Arguments) AsUser(string program, params string[] arguments) => Environment.UserName == "root"
        ? ("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
        : (program, arguments);
}
