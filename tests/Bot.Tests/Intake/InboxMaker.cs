using System.Diagnostics;
using System.Text;
using Xunit;

namespace TriageBot.Bot.Tests.Intake;

/// <summary>Makes a public-inbox v2 archive.</summary>
internal sealed class InboxMaker(string path)
{
    public string Path => path;

    public string Repository(int epoch) => System.IO.Path.Combine(path, "git", $"{epoch}.git");

    public string ObjectPath(int epoch, string blob) => System.IO.Path.Combine(Repository(epoch), "objects", blob[..2], blob[2..]);

    public void Create(int epoch)
    {
        if (!Directory.Exists(Repository(epoch)))
        {
            Directory.CreateDirectory(path);
            Run(path, "", "init", "-q", "--bare", "-b", "master", Repository(epoch));
        }
    }

    /// <summary>Adds a message.</summary>
    /// <returns>Id of its blob.</returns>
    public string Add(int epoch, string text) => AddFile(epoch, "m", text);

    public void Delete(int epoch, string text) => AddFile(epoch, "d", text);

    public void AddAll(int epoch, string[] texts)
    {
        Create(epoch);
        StringBuilder stream = new();
        foreach (string text in texts)
        {
            stream.Append("commit refs/heads/master\ncommitter t <t@example.org> 0 +0000\ndata 1\nx\nM 100644 inline m\ndata ").Append(text.Length).Append('\n').Append(text).Append('\n');
        }

        Run(Repository(epoch), stream.ToString(), "fast-import", "--quiet");
    }

    /// <summary>Replaces all history by one message, as a purge does.</summary>
    public void Rewrite(int epoch, string text)
    {
        Git(epoch, "update-ref", "-d", "HEAD");
        AddFile(epoch, "m", text);
    }

    public string AddFile(int epoch, string name, string text)
    {
        Create(epoch);
        string repository = Repository(epoch);
        string blob = Run(repository, text, "hash-object", "-w", "--stdin");
        string tree = Run(repository, $"100644 blob {blob}\t{name}\n", "mktree");
        bool first = !File.Exists(System.IO.Path.Combine(repository, "refs", "heads", "master"));
        string[] parents = first ? [] : ["-p", "HEAD"];
        string commit = Run(repository, "x", ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit-tree", tree, .. parents]);
        Run(repository, "", "update-ref", "refs/heads/master", commit);
        return blob;
    }

    public void Git(int epoch, params string[] arguments) => Run(Repository(epoch), "", arguments);

    private static string Run(string folder, string input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd().TrimEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
