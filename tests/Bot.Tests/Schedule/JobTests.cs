using Quartz;
using TriageBot.Bot.Schedule;
using Xunit;

namespace TriageBot.Bot.Tests.Schedule;

/// <summary>What holds for every job of the service.</summary>
public sealed class JobTests
{
    /// <summary>All jobs there are, by their own name.</summary>
    public static TheoryData<string> Jobs => [.. typeof(PollJob).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IJob))).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Job_never_runs_beside_itself(string job)
    {
        Type type = typeof(PollJob).Assembly.GetType(job)!;

        Assert.True(type.IsDefined(typeof(DisallowConcurrentExecutionAttribute), inherit: true), $"{job} may run twice at once");
    }
}
