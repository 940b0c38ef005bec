using System.Text.Json;
using Microsoft.Extensions.Options;
using Octokit;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery.GitHub;

/// <summary>Issues of one repository at GitHub.</summary>
internal sealed class GitHubChannel(GitHubLogin login, IOptions<TriageBotOptions> options, TimeProvider clock) : IDeliveryChannel
{
    private GitHubOptions Settings => options.Value.Delivery.GitHub;

    public string Name => "GitHub";

    public bool IsSet => Settings.IsSet;

    public bool Carries(string kind) => OutboxKinds.IsIssue(kind);

    public async Task<(Lookup? Answer, DeliveryOutcome? Failure)> FindAsync(TriageStore store, OutboxRow row, CancellationToken cancellationToken)
    {
        Lookup? answer = null;
        DeliveryOutcome? failure = await RunAsync(
            async tracker =>
            {
                Issue? issue = await tracker.FindDoneAsync(IssueChange.Parse(row.Payload));
                answer = issue is null ? Lookup.Absent : Lookup.Found(issue.Number.ToString());
                return null;
            },
            cancellationToken);
        return (answer, failure);
    }

    public async Task<DeliveryOutcome> SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        DeliveryOutcome? outcome = await RunAsync(
            async tracker => await tracker.EnsureAsync(IssueChange.Parse(row.Payload)) is { } issue
                ? DeliveryOutcome.Delivered(issue.Number.ToString())
                : new DeliveryOutcome(DeliveryResult.Refused, "The issue that this belongs to is not there."),
            cancellationToken);
        return outcome!;
    }

    private async Task<DeliveryOutcome?> RunAsync(Func<IssueTracker, Task<DeliveryOutcome?>> work, CancellationToken cancellationToken)
    {
        IssueTracker? tracker = null;
        try
        {
            (IGitHubClient client, string self) = await login.OpenAsync(cancellationToken);
            string[] repository = Settings.Repository.Split('/');
            tracker = new IssueTracker(client, repository[0], repository[1], self);
            return await work(tracker);
        }
        catch (JsonException e)
        {
            return new DeliveryOutcome(DeliveryResult.Refused, $"What the outbox holds is no change of an issue: {e.Message}");
        }
        catch (Exception e) when (GitHubFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            if (e is AuthorizationException or ForbiddenException)
            {
                login.Forget();
            }

            return GitHubFailure.Of(e, tracker?.Wrote ?? false, clock.GetUtcNow());
        }
    }
}
