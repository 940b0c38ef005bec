using Microsoft.Extensions.Options;
using MimeKit;

namespace TriageBot.Bot.Configuration;

/// <summary>Checks the settings at start. Every message names the setting and the remedy.</summary>
internal sealed class TriageBotOptionsValidator(IConfiguration configuration) : IValidateOptions<TriageBotOptions>
{
    public ValidateOptionsResult Validate(string? name, TriageBotOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. UnknownKeys.Find(configuration)];
        if (string.IsNullOrWhiteSpace(options.OutputFolder))
        {
            faults.Add("OutputFolder is empty. Set it to the folder that may be written, for example \"out\".");
        }

        faults.AddRange(SourceFaults.Find(options));
        CheckAddress("BotAddress", options.BotAddress, faults);
        CheckAddress("OperatorAddress", options.OperatorAddress, faults);
        for (int i = 0; i < options.Lists.Count; i++)
        {
            CheckAddress($"Lists:{i}", options.Lists[i], faults);
        }

        CheckName(options.BotName, faults);
        faults.AddRange(DeliveryFaults.Find(options));
        faults.AddRange(ServiceFaults.Find(options));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
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
