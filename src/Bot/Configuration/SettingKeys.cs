using System.Collections;
using System.Collections.Frozen;
using System.Reflection;

namespace TriageBot.Bot.Configuration;

/// <summary>Every key that a setting has, read off the options themselves, so that a new property needs no second entry.</summary>
internal static class SettingKeys
{
    private static readonly (FrozenSet<string> All, FrozenSet<string> Secret) s_keys = Collect();

    /// <summary>Keys in their shape: an asterisk stands for the index of a list, e.g. <c>Sources:*:Path</c>.</summary>
    public static FrozenSet<string> All => s_keys.All;

    /// <summary>Shape of a key as it is written, e.g. <c>Sources:*:Path</c> of <c>Sources:0:Path</c>.</summary>
    public static string ShapeOf(string key) =>
        string.Join(':', key.Split(':').Select(part => int.TryParse(part, out _) ? "*" : part));

    /// <summary>Whether the value of a key is a secret, which no file of settings and no command line may hold.</summary>
    public static bool IsSecret(string key) => s_keys.Secret.Contains(ShapeOf(key));

    private static (FrozenSet<string> All, FrozenSet<string> Secret) Collect()
    {
        List<string> all = [];
        List<string> secret = [];
        Walk(typeof(TriageBotOptions), "", all, secret);
        return (all.ToFrozenSet(StringComparer.OrdinalIgnoreCase), secret.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    private static void Walk(Type type, string prefix, List<string> all, List<string> secret)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            bool isList = property.PropertyType.IsGenericType && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            if (!isList && !property.CanWrite)
            {
                continue;
            }

            string key = prefix + property.Name;
            all.Add(key);
            Type inner = isList ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            if (isList)
            {
                key += ":*";
                all.Add(key);
            }

            if (inner.Namespace == typeof(TriageBotOptions).Namespace && inner.IsClass)
            {
                Walk(inner, key + ":", all, secret);
            }

            if (type == typeof(SecretOptions) && property.Name == nameof(SecretOptions.Value))
            {
                secret.Add(key);
            }
        }
    }
}
