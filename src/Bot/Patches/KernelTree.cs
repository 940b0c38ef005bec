using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Engine.Profiles;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Patches;

/// <summary>Source files of the configured kernel tree, at the commit that a verdict is about.</summary>
internal sealed class KernelTree(IOptions<TriageBotOptions> options, SettingSources folders)
{
    private const int MaxLines = 100_000;

    /// <summary>The files that define the blocks of callbacks, and the commit that they are of; nothing without a tree, or when a callback is not in exactly one file.</summary>
    public (string Commit, List<CodeFile> Files)? Find(MailFacts facts, string? profile, IReadOnlyCollection<string> callbacks)
    {
        string tree = options.Value.KernelTree;
        if (tree.Length == 0 || callbacks.Any(c => c.Length == 0 || !c.All(x => char.IsAsciiLetterOrDigit(x) || x == '_')))
        {
            return null;
        }

        string path = Path.GetFullPath(tree, folders.WorkingFolder);
        string git = Path.Exists(Path.Combine(path, ".git")) ? Path.Combine(path, ".git") : path;
        try
        {
            string? commit = Revisions(facts, profile).FirstOrDefault(r => GitProcess.Succeeds(git, ["rev-parse", "--verify", "--quiet", r + "^{commit}"]));
            List<CodeFile?> files = commit is null ? [] : [.. callbacks.Select(c => FileOf(git, commit, c)).DistinctBy(f => f?.Path, StringComparer.Ordinal)];
            return commit is null || files.Contains(null) ? null : (commit, files.OfType<CodeFile>().ToList());
        }
        catch (IOException)
        {
            // That a tree cannot be read is told where its commits are verified.
            return null;
        }
    }

    // The kernel that the mail calls bad, else the one that was run, else the newest that the tree has.
    private static IEnumerable<string> Revisions(MailFacts facts, string? profile)
    {
        IEnumerable<string> named = facts.Commits.Where(c => c.Role is CommitRole.FirstBad or CommitRole.Culprit && c.FullSha is not null).Select(c => c.FullSha!);
        KernelProfile? run = profile is not null && KernelProfileCatalog.TryGet(profile, out KernelProfile? known) ? known : null;
        return [.. named, .. run?.Commits.Select(c => c.Sha) ?? [], .. run?.Versions ?? [], "HEAD"];
    }

    private static CodeFile? FileOf(string git, string commit, string callback)
    {
        List<string> paths = Ask(git, "grep", "-l", "-w", "-e", callback, commit, "--", "*.c");
        List<CodeFile> files = [];
        foreach (string path in paths.Select(p => p[(commit.Length + 1)..]))
        {
            List<string> lines = Ask(git, "show", $"{commit}:{path}");
            CodeFile file = new(path, [new CodeRegion(1, [.. lines])]);
            if (lines.Count <= MaxLines && BlockEdit.Defines(file.Regions[0].Text, callback))
            {
                files.Add(file);
            }
        }

        return files is [CodeFile only] ? only : null;
    }

    // grep ends with 1 when it finds nothing.
    private static List<string> Ask(string git, params string[] arguments)
    {
        try
        {
            return GitProcess.Lines(git, arguments);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
