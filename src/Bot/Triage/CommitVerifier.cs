using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Bot.Triage;

/// <summary>Holds the commits that a mail names against a kernel tree.</summary>
internal interface ICommitVerifier
{
    /// <summary>The facts with whole ids where the tree knows the commit, and a diagnostic for each that is unknown, ambiguous or has
    /// another subject. Never fails: a tree that cannot be read is a diagnostic too.</summary>
    MailFacts Verify(MailFacts facts);
}

/// <summary>Asks git, one process a mail; does nothing without a configured tree.</summary>
internal sealed class GitCommitVerifier(IOptions<TriageBotOptions> options, SettingSources folders) : ICommitVerifier
{
    // A hostile mail must not make git look up thousands of names.
    private const int MaxCommits = 200;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public MailFacts Verify(MailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        string tree = options.Value.KernelTree;
        if (tree.Length == 0 || facts.Commits.IsEmpty)
        {
            return facts;
        }

        try
        {
            ImmutableArray<string> names = [.. facts.Commits.Select(c => c.Sha).Distinct(StringComparer.Ordinal).Take(MaxCommits)];
            Dictionary<string, TreeCommit> known = Ask(GitFolder(Path.GetFullPath(tree, folders.WorkingFolder)), names);
            return facts with
            {
                Commits = [.. facts.Commits.Select(c => known.GetValueOrDefault(c.Sha) is { FullSha: { } full } ? c with { FullSha = full } : c)],
                Diagnostics = [.. facts.Diagnostics, .. facts.Commits.DistinctBy(c => c.Sha, StringComparer.Ordinal).Select(c => Doubt(c, known.GetValueOrDefault(c.Sha))).OfType<Diagnostic>()],
            };
        }
        catch (Exception e) when (e is IOException or TimeoutException or InvalidDataException)
        {
            Diagnostic diagnostic = new(DiagnosticId.KernelTreeUnreadable, 0, default, $"The commits were not verified: KernelTree {tree} cannot be read. {e.Message}");
            return facts with { Diagnostics = [.. facts.Diagnostics, diagnostic] };
        }
    }

    private static string GitFolder(string path) => Path.Exists(Path.Combine(path, ".git")) ? Path.Combine(path, ".git") : path;

    private static Diagnostic? Doubt(CommitFact commit, TreeCommit? found) => found switch
    {
        null => null,
        { IsAmbiguous: true } => new Diagnostic(
            DiagnosticId.CommitAmbiguous, commit.Line, commit.Span, $"{commit.Sha} fits several commits of the kernel tree; more digits are needed."),
        { FullSha: null } => new Diagnostic(DiagnosticId.CommitUnknown, commit.Line, commit.Span, $"{commit.Sha} is no commit of the kernel tree."),
        { Subject: { } subject } when commit.Subject is { } said && !SameSubject(said, subject) => new Diagnostic(
            DiagnosticId.CommitSubjectDiffers, commit.Line, commit.Span, $"{commit.Sha} is \"{subject}\" in the kernel tree; the mail calls it \"{said}\"."),
        _ => null,
    };

    // Mails cut long subjects, with or without dots.
    private static bool SameSubject(string said, string subject)
    {
        string start = Flat(said).TrimEnd('.', '\u2026');
        return start.Length > 0 && Flat(subject).StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }

    private static string Flat(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, TreeCommit> Ask(string gitFolder, ImmutableArray<string> names)
    {
        using Process git = GitProcess.Start(gitFolder, ["cat-file", "--batch"], input: true);
        using CancellationTokenSource patience = new(s_patience);
        using CancellationTokenRegistration stop = patience.Token.Register(git.Kill);
        try
        {
            Dictionary<string, TreeCommit> found = new(StringComparer.Ordinal);
            Stream answers = git.StandardOutput.BaseStream;
            foreach (string name in names)
            {
                // Only the bare name is told to be ambiguous; with the kind behind it git calls it missing.
                TreeCommit commit = Ask(git, answers, name + "^{commit}");
                found[name] = commit.FullSha is null ? commit with { IsAmbiguous = Ask(git, answers, name).IsAmbiguous } : commit;
            }

            return found;
        }
        catch (Exception e) when (patience.IsCancellationRequested && e is IOException or InvalidDataException)
        {
            throw new TimeoutException($"git did not answer within {s_patience.TotalSeconds} s.", e);
        }
        finally
        {
            git.StandardInput.Close();
        }
    }

    private static TreeCommit Ask(Process git, Stream answers, string name)
    {
        git.StandardInput.Write(name + "\n");
        git.StandardInput.Flush();
        return ReadAnswer(answers);
    }

    // "SHA KIND SIZE", the object and a line end; or "NAME missing", "NAME ambiguous".
    private static TreeCommit ReadAnswer(Stream answers)
    {
        string[] words = ReadLine(answers).Split(' ');
        if (words is not [string sha, string kind, string size])
        {
            return new TreeCommit(null, null, words[^1] is "ambiguous");
        }

        byte[] content = new byte[int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture) + 1];
        answers.ReadExactly(content);
        if (kind is not "commit")
        {
            return new TreeCommit(null, null, false);
        }

        string text = Encoding.UTF8.GetString(content);
        int gap = text.IndexOf("\n\n", StringComparison.Ordinal);
        string message = gap < 0 ? "" : text[(gap + 2)..].TrimStart('\n');
        int end = message.IndexOf("\n\n", StringComparison.Ordinal);
        return new TreeCommit(sha, (end < 0 ? message : message[..end]).TrimEnd('\n').Replace('\n', ' '), false);
    }

    private static string ReadLine(Stream answers)
    {
        StringBuilder line = new();
        for (int next = answers.ReadByte(); next != '\n'; next = answers.ReadByte())
        {
            line.Append(next < 0 ? throw new IOException("It is no git repository, or git stopped.") : (char)next);
        }

        return line.ToString();
    }

    private sealed record TreeCommit(string? FullSha, string? Subject, bool IsAmbiguous);
}
