using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TriageBot.Bot.Schedule;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Operations;

/// <summary>Whether the store answers, and the emergency stop is off.</summary>
internal sealed class StoreHealth(Node node) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            bool isStopped = await node.Store.UseAsync(
                (db, token) => db.Switches.AnyAsync(s => s.Name == SwitchRow.EmergencyStop && s.On, token), cancellationToken);
            return isStopped ? HealthCheckResult.Degraded("The emergency stop is on.") : HealthCheckResult.Healthy();
        }
        catch (ProgramStoppedException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}

/// <summary>Whether every source was read at its last poll.</summary>
internal sealed class SourceHealth(Node node) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            List<string?> failing = await node.Store.UseAsync(
                (db, token) => db.Cursors.Where(c => c.Failures > 0).OrderBy(c => c.Source).Select(c => c.LastError).ToListAsync(token), cancellationToken);
            return failing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', failing));
        }
        catch (ProgramStoppedException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}

/// <summary>The answer of <c>/health</c>: one line a check.</summary>
internal static class HealthText
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        context.Response.ContentType = "text/plain; charset=utf-8";
        IEnumerable<string> lines = report.Entries.Select(e => $"{e.Key}: {e.Value.Status}{(e.Value.Description is { } text ? " " + text : "")}");
        return context.Response.WriteAsync($"{report.Status}\n{string.Join('\n', lines)}\n");
    }
}
