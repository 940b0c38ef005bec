using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Octokit;
using Octokit.Internal;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Delivery.GitHub;

/// <summary>Logs in at GitHub with a token or as an App, and knows by which name the bot writes there.</summary>
internal sealed class GitHubLogin(IOptions<TriageBotOptions> options, SettingSources folders, TimeProvider clock) : IDisposable
{
    private static readonly ProductHeaderValue s_product = new("TriageBot");

    // A token of an installation lasts an hour; it is renewed before it ends, so that it does not end between two requests.
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private GitHubClient? _client;
    private DateTimeOffset _expires;
    private string _name = "";

    private GitHubOptions Settings => options.Value.Delivery.GitHub;

    public void Dispose() => _one.Dispose();

    /// <summary>A client that is logged in, and the login that the bot's issues and comments carry.</summary>
    /// <exception cref="ApiException">GitHub refused; also what networks throw.</exception>
    public async Task<(IGitHubClient Client, string Name)> OpenAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_client is null || clock.GetUtcNow() >= _expires)
            {
                await LogInAsync();
            }

            return (_client!, _name);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Forgets the login, so that the next one reads a token that was changed meanwhile.</summary>
    public void Forget() => _client = null;

    private async Task LogInAsync()
    {
        if (Settings.AppId == 0)
        {
            GitHubClient client = Client(new Credentials(Settings.Token.Read("Delivery:GitHub:Token", folders.WorkingFolder)));
            _name = (await client.User.Current()).Login;
            (_client, _expires) = (client, DateTimeOffset.MaxValue);
            return;
        }

        GitHubClient app = Client(new Credentials(Jwt(), AuthenticationType.Bearer));
        AccessToken token = await app.GitHubApps.CreateInstallationToken(Settings.InstallationId);
        _name = (await app.GitHubApps.GetCurrent()).Slug + "[bot]";
        (_client, _expires) = (Client(new Credentials(token.Token)), token.ExpiresAt - s_margin);
    }

    // https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app:
    // issued a minute ago against clocks that differ, for ten minutes at most.
    private string Jwt()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(Settings.PrivateKey.Read("Delivery:GitHub:PrivateKey", folders.WorkingFolder));
        DateTime now = clock.GetUtcNow().UtcDateTime;
        SecurityTokenDescriptor descriptor = new()
        {
            Issuer = Settings.AppId.ToString(),
            IssuedAt = now.AddMinutes(-1),
            NotBefore = now.AddMinutes(-1),
            Expires = now.AddMinutes(8),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)), SecurityAlgorithms.RsaSha256),
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    private GitHubClient Client(Credentials credentials)
    {
        Connection connection = new(
            s_product, Settings.Api, new InMemoryCredentialStore(credentials), new HttpClientAdapter(() => new JsonContent()), new SimpleJsonSerializer());
        GitHubClient client = new(connection);
        client.SetRequestTimeout(Settings.Timeout);
        return client;
    }
}
