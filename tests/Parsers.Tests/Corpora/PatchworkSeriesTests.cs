using System.IO.Compression;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Patches;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Corpora;

/// <summary>Series in the mailboxes of Patchwork, Patchew and b4. The names of the files, and the mails themselves, say what is right.</summary>
public sealed class PatchworkSeriesTests
{
    private static readonly string Raw = Path.Combine(Repository.Shared, "mail", "raw");

    // A series as version:patches, "c" for a cover letter; "<" when it takes the place of an earlier one of the file.
    [Theory]
    [InlineData("base-cover-letter", "1:2c")]
    [InlineData("base-deep-threaded", "1:2c")]
    [InlineData("base-different-versions", "3:4c")]
    [InlineData("base-incomplete", "1:1c")]
    [InlineData("base-no-cover-letter", "1:2")]
    [InlineData("base-no-references-no-cover", "1:2c")]
    [InlineData("base-no-references", "2:2")]
    [InlineData("base-out-of-order", "1:2c")]
    [InlineData("base-single-patch", "1:1")]
    [InlineData("base-extra-patches", "1:3c")]
    [InlineData("bugs-mixed-versions", "1:1 2:1")]
    [InlineData("bugs-multiple-content-types", "1:1")]
    [InlineData("bugs-multiple-references", "2:4c")]
    [InlineData("bugs-nocover-noversion", "1:2 1:2<")]
    [InlineData("bugs-nocover", "1:2 2:2<")]
    [InlineData("bugs-spamming", "2:1 2:1< 2:1<")]
    [InlineData("dependency-base-patch", "1:2c")]
    [InlineData("mercurial-cover-letter", "1:2c")]
    [InlineData("mercurial-no-cover-letter", "1:2")]
    [InlineData("revision-basic", "1:2c 2:2c<")]
    [InlineData("revision-no-cover-letter", "1:2c 2:2<")]
    [InlineData("revision-out-of-order", "1:2c 2:2c<")]
    [InlineData("revision-threaded-to-cover", "1:2c 2:2c<")]
    [InlineData("revision-threaded-to-patch", "1:2c 2:2c<")]
    [InlineData("revision-threaded-to-single-patch", "1:1 2:1<")]
    [InlineData("revision-unlabeled", "1:2c 1:2c<")]
    [InlineData("revision-unlabeled-noreferences", "2:2 2:2<")]
    public void Build_series_of_patchwork(string file, string expected)
    {
        Assert.Equal(expected, Show(Path.Combine(Raw, "getpatchwork+patchwork", "patchwork", "tests", "data", "series", file + ".mbox")));
    }

    // Patchwork takes a diff for a patch whatever its subject says; here the subject decides, so the mail without mark is in no series.
    [Fact]
    public void Build_series_of_patchwork_leaves_out_what_is_not_called_a_patch()
    {
        Assert.Equal("1:1c", Show(Path.Combine(Raw, "getpatchwork+patchwork", "patchwork", "tests", "data", "series", "bugs-unnumbered.mbox")));
    }

    [Theory]
    [InlineData("0009-obsolete-by", "3:1< 1:1 2:1<")]
    [InlineData("0012-incomplete-series", "4:1c")]
    [InlineData("0030-obsolete-by-v3", "1:1 2:1< 3:1<")]
    [InlineData("0032-supersedes-separate", "5:0c 6:0c<")]
    public void Build_series_of_patchew(string file, string expected)
    {
        Assert.Equal(expected, Show(Path.Combine(Raw, "patchew-project+patchew", "tests", "data", file + ".mbox.gz")));
    }

    [Theory]
    [InlineData("trailers-followup-partial-reroll", "2:2c 3:1<")]
    [InlineData("trailers-followup-with-cover", "2:2c")]
    [InlineData("trailers-followup-single", "1:1")]
    public void Build_series_of_b4(string file, string expected)
    {
        Assert.Equal(expected, Show(Path.Combine(Raw, "mricon+b4", "src", "tests", "samples", file + ".mbox")));
    }

    private static string Show(string path)
    {
        Assert.SkipUnless(File.Exists(path), "The shared corpora are not there.");
        using Stream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        MailFacts[] mails = [.. MailboxReader.Read(stream).Select(member => MailReader.Read(member.Bytes))];
        return string.Join(' ', SeriesBuilder.Build(mails).Select(series =>
            $"{series.Version}:{series.Patches.Length}{(series.Cover is null ? "" : "c")}{(series.Supersedes is null ? "" : "<")}"));
    }
}
