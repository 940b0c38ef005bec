using Microsoft.Data.Sqlite;
using TriageBot.Bot.Storage;
using Xunit;

namespace TriageBot.Bot.Tests.Storage;

public sealed class StoreFailureTests
{
    [Theory]
    [InlineData(5, "locked by another program")]
    [InlineData(8, "read-only")]
    [InlineData(11, "is damaged")]
    [InlineData(13, "The disk is full")]
    [InlineData(14, "cannot be opened")]
    [InlineData(26, "is no database")]
    public void Translate_code_of_sqlite_names_the_fault(int code, string fault)
    {
        Assert.Contains(fault, StoreFailure.Translate(new SqliteException("native", code), "out/triagebot.db").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_failure_inside_another_is_found()
    {
        InvalidOperationException outer = new("outer", new SqliteException("native", 13));

        Assert.Contains("The disk is full", StoreFailure.Translate(outer, "out/triagebot.db").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_failure_has_exit_code_3()
    {
        Assert.Equal(ExitCode.Unreachable, StoreFailure.Translate(new IOException("No space left on device"), "out/triagebot.db").ExitCode);
    }
}
