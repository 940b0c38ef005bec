using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TriageBot.Bot.Storage;

/// <summary>Moments are stored in UTC, which both databases can compare and sort.</summary>
internal sealed class UtcMoment() : ValueConverter<DateTimeOffset, DateTime>(
    moment => moment.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc), TimeSpan.Zero));

/// <summary>Text as PostgreSQL can hold it: no NUL and no half of a surrogate pair, which mails do contain.</summary>
internal sealed class StorableText() : ValueConverter<string, string>(text => Clean(text), stored => stored)
{
    /// <summary>The text with what cannot be stored replaced by U+FFFD; the same text where nothing is.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('\0', StringComparison.Ordinal) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
            : text;
    }
}
