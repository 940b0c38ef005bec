using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Commands;

/// <summary>Who may give which command.</summary>
internal static class CommandRights
{
    /// <summary>The person with a mail address, or null.</summary>
    public static CommandPersonOptions? ByAddress(CommandOptions options, string address) =>
        options.People.FirstOrDefault(p => p.Address.Length > 0 && string.Equals(p.Address, address, StringComparison.OrdinalIgnoreCase));

    /// <summary>The person with a login at GitHub, or null.</summary>
    public static CommandPersonOptions? ByLogin(CommandOptions options, string login) =>
        options.People.FirstOrDefault(p => p.GitHub.Length > 0 && string.Equals(p.GitHub, login, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a person may give a command.</summary>
    public static bool May(CommandPersonOptions? person, string command) =>
        person is not null && person.Rights.Any(r =>
            string.Equals(r, "all", StringComparison.OrdinalIgnoreCase) || string.Equals(r, command, StringComparison.OrdinalIgnoreCase));
}
