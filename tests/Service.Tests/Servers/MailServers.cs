using TriageBot.Service.Tests.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(MailServers))]

namespace TriageBot.Service.Tests.Servers;

/// <summary>Postfix and Dovecot, started once for all tests that ask for them; each test uses mailboxes of its own.</summary>
public sealed class MailServers : IAsyncLifetime
{
    private readonly SemaphoreSlim _one = new(1);
    private Dovecot? _dovecot;
    private Postfix? _postfix;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Both, running.</summary>
    internal async Task<(Postfix Postfix, Dovecot Dovecot)> StartAsync()
    {
        await _one.WaitAsync();
        try
        {
            if (_dovecot is null)
            {
                _dovecot = new Dovecot();
                await _dovecot.StartAsync();
            }

            if (_postfix is null)
            {
                _postfix = new Postfix(_dovecot);
                await _postfix.StartAsync();
            }

            return (_postfix, _dovecot);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postfix is not null)
        {
            await _postfix.DisposeAsync();
        }

        if (_dovecot is not null)
        {
            await _dovecot.DisposeAsync();
        }

        _one.Dispose();
    }
}
