using Microsoft.Extensions.Options;
using MimeKit;

namespace TriageBot.Bot.Configuration;

/// <summary>Checks the settings at start. Every message names the setting and the remedy.</summary>
internal sealed class TriageBotOptionsValidator(IConfiguration configuration) : IValidateOptions<TriageBotOptions>
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, TriageBotOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. UnknownKeys.Find(configuration)];
        if (string.IsNullOrWhiteSpace(options.OutputFolder))
        {
            faults.Add("OutputFolder is empty. Set it to the folder that may be written, for example \"out\".");
        }

        if (options.PollInterval < s_shortest || options.PollInterval > s_longest)
        {
            faults.Add($"PollInterval is {options.PollInterval}. Set it to 00:01:00 (one minute) at least and 1.00:00:00 (one day) at most.");
        }

        CheckSources(options, faults);
        CheckAddress("BotAddress", options.BotAddress, faults);
        CheckAddress("OperatorAddress", options.OperatorAddress, faults);
        for (int i = 0; i < options.Lists.Count; i++)
        {
            CheckAddress($"Lists:{i}", options.Lists[i], faults);
        }

        CheckName(options.BotName, faults);
        faults.AddRange(DeliveryFaults.Find(options));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckSources(TriageBotOptions options, List<string> faults)
    {
        for (int i = 0; i < options.Sources.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.Sources[i].Path))
            {
                faults.Add($"Sources:{i}:Path is empty. Set it to an mbox file, a mail or a folder of mails, or remove the entry.");
            }
        }
    }

    private static void CheckAddress(string setting, string value, List<string> faults)
    {
        if (!MailboxAddress.TryParse(value, out MailboxAddress? address)
            || !string.Equals(address.Address, value, StringComparison.Ordinal)
            || !value.Contains('@', StringComparison.Ordinal))
        {
            faults.Add($"{setting} is \"{value}\", which is not a mail address. Write it as name@domain, without a display name.");
        }
    }

    private static void CheckName(string name, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            faults.Add("BotName is empty or has control characters. Set it to the name that people see, for example \"TriageBot\".");
        }
    }
}
