using System.Net;

namespace TriageBot.Bot.Configuration;

/// <summary>Checks what is set about delivery and commands. Every message names the setting and the remedy.</summary>
internal static class DeliveryFaults
{
    private static readonly string[] s_rights = ["all", "status", "check", "profile", "patch", "fix", "dup", "invalid", "approve", "stop"];

    /// <summary>One message for each fault.</summary>
    public static IEnumerable<string> Find(TriageBotOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DeliveryOptions delivery = options.Delivery;
        return
        [
            .. OfMode(options),
            .. OfTimes(delivery),
            .. OfServer("Delivery:Smtp", delivery.Smtp),
            .. OfServer("Delivery:Sent", delivery.Sent),
            .. OfGitHub(delivery.GitHub),
            .. OfCommands(options.Commands),
        ];
    }

    private static IEnumerable<string> OfMode(TriageBotOptions options)
    {
        DeliveryOptions delivery = options.Delivery;
        if (!DeliveryOptions.Modes.Contains(delivery.Mode, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"Delivery:Mode is \"{delivery.Mode}\". Set it to \"off\" (files only), \"hold\" (a person approves each) or \"auto\".";
        }

        bool leaves = !string.Equals(delivery.Mode, DeliveryOptions.Off, StringComparison.OrdinalIgnoreCase);
        if (leaves && !delivery.Smtp.IsSet && !delivery.GitHub.IsSet)
        {
            yield return $"Delivery:Mode is \"{delivery.Mode}\", but there is nowhere to deliver to. Set Delivery:Smtp:Host or Delivery:GitHub:Repository, or set the mode to \"off\".";
        }

        if (leaves && delivery.Smtp.IsSet && options.BotAddress.EndsWith("@example.org", StringComparison.OrdinalIgnoreCase)
            && !IsLocal(delivery.Smtp.Host))
        {
            yield return $"BotAddress is \"{options.BotAddress}\", which can receive nothing. Set it to the address that replies come from before mail leaves this machine.";
        }

        if (delivery.CopyTo.Length > 0 && !delivery.CopyTo.Contains('@', StringComparison.Ordinal))
        {
            yield return $"Delivery:CopyTo is \"{delivery.CopyTo}\", which is not a mail address. Write it as name@domain.";
        }
    }

    private static IEnumerable<string> OfTimes(DeliveryOptions delivery)
    {
        if (delivery.Settle <= delivery.Smtp.Timeout)
        {
            yield return $"Delivery:Settle is {delivery.Settle}. Set it to more than Delivery:Smtp:Timeout ({delivery.Smtp.Timeout}), or a mail that is still on its way could be sent again.";
        }

        if (delivery.MaxAttempts is < 1 or > 100)
        {
            yield return $"Delivery:MaxAttempts is {delivery.MaxAttempts}. Set it to a number from 1 to 100.";
        }

        if (delivery.RetryAfter <= TimeSpan.Zero || delivery.QuietTime < TimeSpan.Zero || delivery.StaleAfter <= delivery.QuietTime)
        {
            yield return "Delivery:RetryAfter must be more than nothing, QuietTime not negative, and StaleAfter longer than QuietTime.";
        }

        BudgetOptions budgets = delivery.Budgets;
        if (new[] { budgets.Day, budgets.List, budgets.Thread, budgets.ThreadTotal, budgets.Person }.Any(b => b is < 0 or > 10_000))
        {
            yield return "Delivery:Budgets: Day, List, Thread, ThreadTotal and Person are numbers from 0 (nothing leaves) to 10000.";
        }
    }

    private static IEnumerable<string> OfServer(string setting, MailServerOptions server)
    {
        if (!MailServerOptions.Securities.Contains(server.Security, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{setting}:Security is \"{server.Security}\". Set it to \"tls\", \"starttls\" or \"none\".";
        }
        else if (server.IsSet && server.User.Length > 0 && !IsLocal(server.Host)
            && string.Equals(server.Security, "none", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{setting}:Security is \"none\", so the password would cross the network in the clear. Set it to \"tls\" or \"starttls\".";
        }

        if (server.Port is < 0 or > 65535)
        {
            yield return $"{setting}:Port is {server.Port}. Set it to a port from 1 to 65535, or to 0 for the usual one.";
        }

        if (server.User.Length > 0 && !server.Password.IsSet)
        {
            yield return $"{setting}:User is set and its password is not. Set {setting}:Password:File to a file that holds it.";
        }

        if (server.Timeout < TimeSpan.FromSeconds(1) || server.Timeout > TimeSpan.FromMinutes(10))
        {
            yield return $"{setting}:Timeout is {server.Timeout}. Set it to 00:00:01 at least and 00:10:00 at most.";
        }
    }

    private static IEnumerable<string> OfGitHub(GitHubOptions gitHub)
    {
        if (!gitHub.IsSet)
        {
            yield break;
        }

        if (gitHub.Repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            yield return $"Delivery:GitHub:Repository is \"{gitHub.Repository}\". Write it as OWNER/NAME.";
        }

        bool isApp = gitHub.AppId > 0;
        if (isApp == gitHub.Token.IsSet)
        {
            yield return "Delivery:GitHub needs either a token (Token:File) or an App (AppId, InstallationId and PrivateKey:File), and not both.";
        }
        else if (isApp && (gitHub.InstallationId <= 0 || !gitHub.PrivateKey.IsSet))
        {
            yield return "Delivery:GitHub:AppId is set. Set InstallationId and PrivateKey:File as well.";
        }

        if (gitHub.Api.Scheme != Uri.UriSchemeHttps && !IsLocal(gitHub.Api.Host))
        {
            yield return $"Delivery:GitHub:Api is {gitHub.Api}, so the token would cross the network in the clear. Use https.";
        }

        if (gitHub.Timeout < TimeSpan.FromSeconds(1) || gitHub.Timeout > TimeSpan.FromMinutes(5))
        {
            yield return $"Delivery:GitHub:Timeout is {gitHub.Timeout}. Set it to 00:00:01 at least and 00:05:00 at most.";
        }
    }

    private static IEnumerable<string> OfCommands(CommandOptions commands)
    {
        for (int i = 0; i < commands.People.Count; i++)
        {
            CommandPersonOptions person = commands.People[i];
            if (person.Address.Length == 0 && person.GitHub.Length == 0)
            {
                yield return $"Commands:People:{i} names nobody. Set Address or GitHub.";
            }

            foreach (string right in person.Rights.Where(r => !s_rights.Contains(r, StringComparer.OrdinalIgnoreCase)))
            {
                yield return $"Commands:People:{i}:Rights has \"{right}\". Rights are {string.Join(", ", s_rights)}.";
            }
        }

        if (commands.MaxAge <= TimeSpan.Zero || commands.MaxPerMessage is < 1 or > 20)
        {
            yield return "Commands:MaxAge must be more than nothing, and Commands:MaxPerMessage a number from 1 to 20.";
        }

        if (commands.DnsServer.Length > 0 && !IPEndPoint.TryParse(commands.DnsServer, out _))
        {
            yield return $"Commands:DnsServer is \"{commands.DnsServer}\". Write it as an address, e.g. 192.0.2.53 or [2001:db8::53]:53.";
        }
    }

    private static bool IsLocal(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
