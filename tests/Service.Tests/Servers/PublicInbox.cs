using System.Globalization;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A public-inbox-imapd over an archive of our own: the server behind lore. It is read-only and takes anonymous logins.</summary>
internal sealed class PublicInbox : IAsyncDisposable
{
    /// <summary>The list of the archive.</summary>
    public const string List = "kernel@lists.example.org";

    private const string Newsgroup = "org.example.lists.kernel";

    private readonly ServerFolder _folder = new();
    private ServerProcess? _process;

    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>Folder that the server shows.</summary>
    public static string Folder => Newsgroup + ".0";

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["PI_CONFIG"] = _folder.PathOf("config"), ["HOME"] = _folder.Path, ["PERL_INLINE_DIRECTORY"] = _folder.PathOf("inline"),
    };

    /// <summary>Makes the archive out of raw mails and starts the server.</summary>
    public async Task StartAsync(IEnumerable<string> mails)
    {
        string inbox = _folder.PathOf("inbox");
        await RunAsync("public-inbox-init", "-V2", "--ng", Newsgroup, "kernel", inbox, "https://lists.example.org/kernel", List);
        await RunAsync("git", "config", "-f", _folder.PathOf("config"), "publicinboxmda.spamcheck", "none");
        await AddAsync(mails);
        _process = await ServerProcess.StartAsync("/usr/bin/public-inbox-imapd", ["-l", $"imap://127.0.0.1:{Port}", "-W0"], Port, Environment);
    }

    /// <summary>Makes the archive out of a git bundle and starts the server.</summary>
    public async Task StartFromBundleAsync(string bundle)
    {
        string inbox = _folder.PathOf("inbox");
        await RunAsync("public-inbox-init", "-V2", "--ng", Newsgroup, "kernel", inbox, "https://lists.example.org/kernel", List);
        await ServerProcess.RunAsync("rm", "-rf", Path.Combine(inbox, "git", "0.git"));
        await ServerProcess.RunAsync("git", "clone", "-q", "--mirror", bundle, Path.Combine(inbox, "git", "0.git"));
        await RunAsync("public-inbox-index", "-L", "basic", inbox);
        _process = await ServerProcess.StartAsync("/usr/bin/public-inbox-imapd", ["-l", $"imap://127.0.0.1:{Port}", "-W0"], Port, Environment);
    }

    /// <summary>Puts raw mails into the archive.</summary>
    public async Task AddAsync(IEnumerable<string> mails)
    {
        int n = 0;
        foreach (string mail in mails)
        {
            string file = _folder.Write(string.Create(CultureInfo.InvariantCulture, $"in/{n++}.eml"), mail);
            await RunAsync("/bin/sh", "-c", $"ORIGINAL_RECIPIENT={List} public-inbox-mda --no-precheck < {file}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private Task<string> RunAsync(string program, params string[] arguments) => ServerProcess.RunAsync(
        "/usr/bin/env", [.. Environment.Select(e => $"{e.Key}={e.Value}"), "GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.org", "GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.org", program, .. arguments]);
}
