using TriageBot.Engine.Transcripts;
using Xunit;

namespace TriageBot.Engine.Tests.Transcripts;

/// <summary>Transcripts recorded on real kernels are the truth that the emulator is held to.</summary>
public sealed class GoldenTranscriptTests
{
    public static TheoryData<string> Recordings() => [.. Golden.Recordings().DefaultIfEmpty("direct/patch_then_target.log")];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Run_recorded_commands_give_the_recorded_log(string file)
    {
        TranscriptCheck check = Golden.Check(file);

        Assert.Equal(check.Expected, check.Actual);
    }
}
