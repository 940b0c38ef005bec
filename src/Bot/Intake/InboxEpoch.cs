using System.Globalization;

namespace TriageBot.Bot.Intake;

/// <summary>One repository of a public-inbox v2 archive.</summary>
/// <param name="Number">Its place among the others, from 0; part of cursors.</param>
/// <param name="Repository">The git folder.</param>
internal sealed record InboxEpoch(int Number, string Repository)
{
    /// <summary>Whether the repository has the form of an archive: the tree of its newest commit holds <c>m</c> or <c>d</c> and nothing else.</summary>
    /// <exception cref="IOException">git failed.</exception>
    public bool IsArchive()
    {
        List<string> names = GitProcess.Lines(Repository, ["ls-tree", "--name-only", "HEAD"]);
        return names.Count > 0 && names.TrueForAll(name => name is "m" or "d");
    }

    /// <summary>Whether it has no commit yet.</summary>
    public bool IsEmpty() => !GitProcess.Succeeds(Repository, ["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]);

    /// <summary>Whether a commit is in its history.</summary>
    public bool Holds(string commit) => GitProcess.Succeeds(Repository, ["merge-base", "--is-ancestor", commit, "HEAD"]);

    /// <summary>Number of commits of a range.</summary>
    /// <exception cref="IOException">git failed.</exception>
    public long CountCommits(string range) =>
        long.Parse(GitProcess.Lines(Repository, ["rev-list", "--first-parent", "--count", range])[0], CultureInfo.InvariantCulture);

    /// <summary>The epochs of a folder: a bare repository, one with a work tree, or <c>0.git</c>, <c>1.git</c>, ... in it or in its folder <c>git</c>.</summary>
    public static List<InboxEpoch> All(string directory)
    {
        if (Directory.Exists(Path.Combine(directory, ".git")))
        {
            return [new InboxEpoch(0, Path.Combine(directory, ".git"))];
        }

        if (IsRepository(directory))
        {
            return [new InboxEpoch(0, directory)];
        }

        string inner = Path.Combine(directory, "git");
        List<InboxEpoch> found = Directory.Exists(inner) ? Numbered(inner) : [];
        return found.Count > 0 ? found : Numbered(directory);
    }

    private static List<InboxEpoch> Numbered(string directory) =>
    [
        .. Directory.GetDirectories(directory, "*.git")
            .Where(IsRepository)
            .Select(path => (Path: path, Known: int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number), Number: number))
            .Where(found => found.Known)
            .Select(found => new InboxEpoch(found.Number, found.Path))
            .OrderBy(epoch => epoch.Number),
    ];

    private static bool IsRepository(string directory) =>
        Directory.Exists(Path.Combine(directory, "objects")) && File.Exists(Path.Combine(directory, "HEAD"));
}
