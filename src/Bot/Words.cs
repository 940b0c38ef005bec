using System.Text.Json;

namespace TriageBot.Bot;

/// <summary>The words of DESIGN for values of enums.</summary>
internal static class Words
{
    /// <summary>The value in lower case with hyphens, e.g. <c>needs-information</c>. People and programs read the same word.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
