using TriageBot.Bot.Intake;
using Xunit;

namespace TriageBot.Bot.Tests.Intake;

/// <summary>Reads sources to their end.</summary>
internal static class Sources
{
    public static List<SourceMessage> All(IMessageSource source, string? since = null) =>
        [.. source.ReadAsync(since, TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken)];
}
