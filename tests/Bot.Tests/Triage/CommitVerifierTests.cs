using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Triage;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace TriageBot.Bot.Tests.Triage;

public sealed class CommitVerifierTests : IClassFixture<CommitVerifierTests.KernelTree>
{
    private readonly KernelTree _tree;

    public CommitVerifierTests(KernelTree tree) => _tree = tree;

    [Fact]
    public void Verify_known_commit_gets_its_whole_id()
    {
        MailFacts facts = Verify(_tree.Path, _tree.Ids[1][..12], "demo: step 1");

        Assert.Equal((_tree.Ids[1], 0), (Assert.Single(facts.Commits).FullSha, facts.Diagnostics.Length));
    }

    [Fact]
    public void Verify_subject_that_is_cut_is_the_same_subject()
    {
        Assert.Empty(Verify(_tree.Path, _tree.Ids[1], "demo: st...").Diagnostics);
    }

    [Fact]
    public void Verify_other_subject_is_told_with_both()
    {
        Assert.Equal(
            (DiagnosticId.CommitSubjectDiffers, $"{_tree.Ids[1]} is \"demo: step 1\" in the kernel tree; the mail calls it \"demo: another\"."),
            One(Verify(_tree.Path, _tree.Ids[1], "demo: another")));
    }

    [Fact]
    public void Verify_unknown_commit_is_told()
    {
        Assert.Equal((DiagnosticId.CommitUnknown, "0123456789ab is no commit of the kernel tree."), One(Verify(_tree.Path, "0123456789ab", null)));
    }

    [Fact]
    public void Verify_ambiguous_id_is_told()
    {
        string prefix = _tree.Ids.GroupBy(id => id[..4]).First(group => group.Count() > 1).Key;

        Assert.Equal(DiagnosticId.CommitAmbiguous, One(Verify(_tree.Path, prefix, null)).Id);
    }

    [Fact]
    public void Verify_without_a_tree_leaves_the_facts_alone()
    {
        Assert.Empty(Verify("", "0123456789ab", null).Diagnostics);
    }

    [Fact]
    public void Verify_tree_that_is_not_there_is_a_diagnostic_and_no_error()
    {
        Assert.Equal(DiagnosticId.KernelTreeUnreadable, One(Verify(System.IO.Path.Combine(_tree.Path, "nowhere"), "0123456789ab", null)).Id);
    }

    private static MailFacts Verify(string tree, string sha, string? subject)
    {
        MailFacts facts = Samples.Facts with { Commits = [new CommitFact(sha, subject, CommitRole.Mentioned, 1, default)], Diagnostics = [] };
        return new GitCommitVerifier(Options.Create(new TriageBotOptions { KernelTree = tree }), new SettingSources("/", "/", [])).Verify(facts);
    }

    private static (DiagnosticId Id, string Message) One(MailFacts facts)
    {
        Diagnostic diagnostic = Assert.Single(facts.Diagnostics);
        return (diagnostic.Id, diagnostic.Message);
    }

    /// <summary>A repository with so many commits that some share four digits.</summary>
    public sealed class KernelTree : IDisposable
    {
        private const int Commits = 1_500;
        private readonly TemporaryFolder _folder = new();

        public KernelTree()
        {
            Git("", "init", "--quiet", "--bare", ".");
            StringBuilder stream = new();
            for (int i = 0; i < Commits; i++)
            {
                string message = $"demo: step {i}\n\nIt is step {i}.\n";
                stream.Append($"commit refs/heads/main\nmark :{i + 1}\ncommitter Demo <demo@example.org> {1_600_000_000 + i} +0000\ndata {message.Length}\n{message}{(i > 0 ? $"from :{i}\n" : "")}\n");
            }

            Git(stream.ToString(), "fast-import", "--quiet");
            Ids = Git("", "rev-list", "--reverse", "main").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        public string Path => _folder.Path;

        public string[] Ids { get; }

        public void Dispose() => _folder.Dispose();

        private string Git(string input, params string[] arguments)
        {
            ProcessStartInfo start = new("git", arguments) { WorkingDirectory = Path, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
            using Process git = Process.Start(start)!;
            git.StandardInput.Write(input);
            git.StandardInput.Close();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return output;
        }
    }
}
