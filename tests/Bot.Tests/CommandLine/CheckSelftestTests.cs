using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.CommandLine;

/// <summary><c>check</c> on files of the kernel's selftests.</summary>
public sealed class CheckSelftestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public CheckSelftestTests() => _program = new Program(_folder);

    private static string Derived => Repository.PathOf("fixtures", "selftests", "derived.json");

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Check_selftests_counts_lines_and_scenarios()
    {
        int code = await _program.RunRealAsync("", "check", Derived);

        Assert.Equal((0, "334 of 334 lines, 15 of 15 transcripts"), (code, _program.Output.Trim()));
    }

    [Fact]
    public async Task Check_selftest_that_differs_is_shown_as_a_diff()
    {
        string changed = _folder.Write("changed.json", (await File.ReadAllTextAsync(Derived, TestContext.Current.CancellationToken)).Replace("patching complete", "patching done", StringComparison.Ordinal));

        int code = await _program.RunRealAsync("", "check", changed);

        Assert.Equal(1, code);
        Assert.Contains("-livepatch: 'test_klp_livepatch': patching done", _program.Output, StringComparison.Ordinal);
        Assert.Contains("+livepatch: 'test_klp_livepatch': patching complete", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_selftest_with_an_unknown_step_names_it()
    {
        string wrong = _folder.Write("wrong.json", """[{ "script": "s", "title": "t", "steps": [{ "lode": "m" }], "expect": [] }]""");

        int code = await _program.RunRealAsync("", "check", wrong);

        Assert.Equal(2, code);
        Assert.Contains("scenario 1, step 1: does nothing that is known", _program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_selftest_of_an_absent_module_says_where_to_put_it()
    {
        string absent = _folder.Write("absent.json", """[{ "script": "s", "title": "t", "steps": [{ "load": "no_such" }], "expect": [] }]""");

        await _program.RunRealAsync("", "check", absent);

        Assert.Contains("Module no_such not found. Is its definition in the folder of --modules?", _program.Output, StringComparison.Ordinal);
    }
}
