using System.Diagnostics;
using Xunit;

namespace TriageBot.Bot.Tests.Patches;

/// <summary>A git repository with source files, as a kernel tree is one.</summary>
internal sealed class SourceTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceTree(params (string Path, string Text)[] files)
    {
        Git("init", "-q", "-b", "master");
        foreach ((string path, string text) in files)
        {
            string target = PathOf(path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text);
        }

        Git("add", "-A");
        Git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "all");
    }

    public string Path => _folder.PathOf("tree");

    /// <summary>Applies a diff as its reader would.</summary>
    public void Apply(IEnumerable<string> diff)
    {
        string file = _folder.PathOf("candidate.diff");
        File.WriteAllText(file, string.Join('\n', diff) + "\n");
        Git("apply", "--whitespace=error", file);
    }

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public void Dispose() => _folder.Dispose();

    private string PathOf(string path) => System.IO.Path.Combine(Directory.CreateDirectory(Path).FullName, path);

    private void Git(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Directory.CreateDirectory(Path).FullName, RedirectStandardError = true, UseShellExecute = false })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }
}
