using System.Net;
using System.Text.RegularExpressions;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Commands;

/// <summary>TXT records from a file or from the network, as it is set.</summary>
internal sealed partial class DnsText(IOptions<TriageBotOptions> options, SettingSources folders) : IDnsText
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    private readonly Lazy<LookupClient> _client = new(() => new LookupClient(ClientOptions(options.Value.Commands.DnsServer)));

    public async Task<IReadOnlyList<string>> QueryAsync(string name, CancellationToken cancellationToken)
    {
        string file = options.Value.Commands.DnsFile;
        if (file.Length > 0)
        {
            return FromLines(await File.ReadAllLinesAsync(Path.GetFullPath(file, folders.WorkingFolder), cancellationToken), name);
        }

        try
        {
            IDnsQueryResponse response = await _client.Value.QueryAsync(name, QueryType.TXT, cancellationToken: cancellationToken);
            return [.. response.Answers.OfType<TxtRecord>().Select(r => string.Concat(r.Text))];
        }
        catch (DnsResponseException e)
        {
            throw new IOException($"DNS did not answer about {name}: {e.Message}", e);
        }
    }

    /// <summary>The texts of a name among lines of the form <c>NAME TXT "TEXT" "MORE TEXT"</c>; others are passed over.</summary>
    public static IReadOnlyList<string> FromLines(IEnumerable<string> lines, string name) =>
    [
        .. lines.Select(line => Record().Match(line))
            .Where(m => m.Success && string.Equals(m.Groups["name"].Value.TrimEnd('.'), name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
            .Select(m => string.Concat(m.Groups["text"].Captures.Select(c => c.Value))),
    ];

    private static LookupClientOptions ClientOptions(string server)
    {
        LookupClientOptions result = server.Length == 0
            ? new LookupClientOptions()
            : new LookupClientOptions(IPEndPoint.Parse(server) is { Port: > 0 } endPoint ? endPoint : new IPEndPoint(IPAddress.Parse(server), 53));
        result.Timeout = s_timeout;
        result.ThrowDnsErrors = false;
        return result;
    }

    [GeneratedRegex(@"^\s*(?<name>[^\s#;]+)\s+([0-9]+\s+)?(IN\s+)?TXT(\s+""(?<text>[^""]*)"")+\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Record();
}
