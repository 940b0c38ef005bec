using Npgsql;
using TriageBot.Service.Tests.Servers;
using Xunit;

namespace TriageBot.Service.Tests.Storage;

/// <summary>A PostgreSQL for all tests that ask for it; each makes a database of its own.</summary>
public sealed class OnePostgres : IAsyncLifetime
{
    private const string Programs = "/usr/lib/postgresql/15/bin/";

    private readonly SemaphoreSlim _one = new(1);
    private Postgres? _server;
    private int _databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it.</returns>
    public async Task<string> CreateAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_server is null)
            {
                _server = new Postgres();
                await _server.StartAsync();
            }

            return await _server.CreateAsync($"test{_databases++}");
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Backs a database up and restores it as another one, with the tools of PostgreSQL.</summary>
    /// <returns>How to reach the other one.</returns>
    public async Task<string> CopyAsync(string database, string file)
    {
        NpgsqlConnectionStringBuilder from = new(database);
        await ServerProcess.RunAsync(Programs + "pg_dump", "-h", from.Host!, "-p", $"{from.Port}", "-U", from.Username!, "-Fc", "-f", file, from.Database!);
        NpgsqlConnectionStringBuilder to = new(await CreateAsync());
        await ServerProcess.RunAsync(Programs + "pg_restore", "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-d", to.Database!, file);
        return to.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _one.Dispose();
    }
}
