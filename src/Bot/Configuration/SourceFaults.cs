namespace TriageBot.Bot.Configuration;

/// <summary>What is wrong with the settings of sources. Every message names the setting and the remedy.</summary>
internal static class SourceFaults
{
    /// <summary>One sentence for each.</summary>
    public static IEnumerable<string> Find(TriageBotOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IEnumerable<string> twice = options.Sources
            .GroupBy(s => s.Name.Length > 0 ? s.Name : $"{s.Path} {s.Imap.Host} {s.Pop3.Host} {s.Pop3.User} {s.Folder}", StringComparer.Ordinal)
            .Where(group => group.Count() > 1 && group.Key.Trim() != "INBOX")
            .Select(group => $"Two Sources are the same: {group.Key.Trim()}. Remove one, or give each a Name of its own.");
        return options.Sources.SelectMany((source, i) => Of(source, $"Sources:{i}")).Concat(twice);
    }

    private static IEnumerable<string> Of(SourceOptions source, string setting)
    {
        int kinds = (string.IsNullOrWhiteSpace(source.Path) ? 0 : 1) + (source.Imap.IsSet ? 1 : 0) + (source.Pop3.IsSet ? 1 : 0);
        if (kinds == 0)
        {
            yield return $"{setting}:Path is empty. Set it to an mbox file, a mail or a folder of mails, or set {setting}:Imap:Host, or remove the entry.";
        }

        if (kinds > 1)
        {
            yield return $"{setting} is more than one source. Keep one of Path, Imap and Pop3, and make an entry of its own for each other.";
        }

        foreach (string fault in source.Imap.IsSet ? OfServer(source.Imap, source, setting + ":Imap") : source.Pop3.IsSet ? OfServer(source.Pop3, source, setting + ":Pop3") : [])
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfServer(MailServerOptions server, SourceOptions source, string setting)
    {
        bool isAnonymous = source.Auth == "anonymous";
        if (!SourceOptions.Auths.Contains(source.Auth, StringComparer.Ordinal))
        {
            yield return $"{setting[..setting.LastIndexOf(':')]}:Auth is \"{source.Auth}\". Set it to {string.Join(", ", SourceOptions.Auths)}.";
        }
        else if (!isAnonymous && (server.User.Length == 0 || !server.Password.IsSet))
        {
            yield return $"{setting}:User and {setting}:Password:File are needed with Auth \"{source.Auth}\". Set both, or set Auth to \"anonymous\" where the server allows it.";
        }

        if (!MailServerOptions.Securities.Contains(server.Security, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{setting}:Security is \"{server.Security}\". Set it to {string.Join(", ", MailServerOptions.Securities)}.";
        }

        if (server.Port is < 0 or > 65535)
        {
            yield return $"{setting}:Port is {server.Port}. Set it to a port, or to 0 for the usual one.";
        }
    }
}
