namespace TriageBot.Bot.Intake;

/// <summary>The address of a list as its List-Id states it.</summary>
internal static class ListAddress
{
    /// <summary>Reads <c>Name &lt;list.host.example&gt;</c> (RFC 2919) as <c>list@host.example</c>; empty when there is none.</summary>
    public static string Of(string? listId)
    {
        if (listId is null)
        {
            return "";
        }

        int open = listId.LastIndexOf('<');
        int close = listId.LastIndexOf('>');
        string id = (close > open ? listId[(open + 1)..close] : listId).Trim().ToLowerInvariant();
        int dot = id.IndexOf('.', StringComparison.Ordinal);
        bool isName = dot > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');
        return isName ? $"{id[..dot]}@{id[(dot + 1)..]}" : "";
    }
}
