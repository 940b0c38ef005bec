using System.Globalization;
using Npgsql;
using TriageBot.Service.Tests.Servers;
using TriageBot.Service.Tests.Storage;
using Xunit;

namespace TriageBot.Service.Tests.Running;

/// <summary>A job whose times passed while nobody could run it.</summary>
public sealed class MissedRunTests(OnePostgres postgres) : IAsyncLifetime
{
    private const string Monthly = "0 0 0 1 * ?";
    private const string Runs = "triagebot_job_duration_seconds_count{";

    private readonly RunningBot _bot = new();
    private readonly int _port = ServerProcess.FreePort();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Job_that_missed_several_of_its_times_runs_once_and_goes_on_with_the_next()
    {
        string database = await postgres.CreateAsync();
        _bot.Settings["Storage:Provider"] = "PostgreSQL";
        _bot.Settings["Storage:ConnectionString:Value"] = database;
        _bot.Settings["Operations:Listen"] = $"127.0.0.1:{_port}";
        _bot.Settings["Schedule:Housekeeping"] = Monthly;
        _bot.Settings["Sources:0:Path"] = _bot.Write("empty.mbox", "");
        _bot.Serve();
        string health = await _bot.AskAsync(_port, "/health", a => a.StartsWith("Healthy", StringComparison.Ordinal), Token);
        Assert.StartsWith("Healthy", health, StringComparison.Ordinal);
        await using NpgsqlConnection connection = new(database);
        await connection.OpenAsync(Token);
        long next = await NextAsync(connection);

        await MissAsync(connection, TimeSpan.FromDays(100));
        string metrics = await _bot.AskAsync(_port, "/metrics", a => RunsOfHousekeeping(a) > 0, Token);
        await Task.Delay(TimeSpan.FromSeconds(5), Token);

        Assert.Equal(1, RunsOfHousekeeping(metrics));
        Assert.Equal(1, RunsOfHousekeeping(await _bot.AskAsync(_port, "/metrics", _ => true, Token)));
        Assert.Equal(next, await NextAsync(connection));
    }

    private static int RunsOfHousekeeping(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith(Runs, StringComparison.Ordinal) && line.Contains("job=\"housekeeping\"", StringComparison.Ordinal))
        .Sum(line => int.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));

    // Quartz keeps times as ticks.
    private static async Task<long> NextAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new("select next_fire_time from qrtz_triggers where job_name = 'housekeeping'", connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task MissAsync(NpgsqlConnection connection, TimeSpan time)
    {
        await using NpgsqlCommand command = new("update qrtz_triggers set next_fire_time = next_fire_time - @time where job_name = 'housekeeping'", connection);
        command.Parameters.AddWithValue("time", time.Ticks);
        await command.ExecuteNonQueryAsync(Token);
    }
}
